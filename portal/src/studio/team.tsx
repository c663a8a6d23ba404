/** One customer team, for the business: who is in it, what they ordered, and what the business decides for all of them. */
import { useParams } from 'wouter';
import { t } from '../lib/text';
import { TeamScreen } from '../ui/team_screen';
import { CustomersWork } from './parts/customers_work';
import { TeamAccess } from './parts/team_access';

export default function CustomerTeam() {
  const { team_id = '' } = useParams();
  return (
    <TeamScreen
      team_id={team_id}
      base="/studio/teams"
      memberPage={(member) => `/studio/customers/${member.customer_id}`}
    >
      {({ members }) => (
        <>
          <TeamAccess team_id={team_id} />
          {members.length > 0 && (
            <CustomersWork
              customers={members.map((member) => member.customer_id)}
              empty={t('What the members of this team book will be here.')}
            />
          )}
        </>
      )}
    </TeamScreen>
  );
}
