/** One of a customer's teams. */
import { useParams } from 'wouter';
import { TeamScreen } from '../ui/team_screen';

export default function OwnTeam() {
  const { team_id = '' } = useParams();
  return <TeamScreen team_id={team_id} base="/teams" />;
}
