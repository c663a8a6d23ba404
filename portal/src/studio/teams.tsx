/** The customer teams of the business: brokerages and groups of agents. */
import { useViewer } from '../lib/session';
import { t } from '../lib/text';
import { TeamsScreen } from '../ui/teams_screen';

export default function CustomerTeams() {
  const viewer = useViewer();
  return (
    <TeamsScreen
      title={t('Customer teams')}
      base="/studio/teams"
      mayCreate={viewer?.role !== 'photographer'}
      empty={t('Brokerages and groups of agents who share their listings. Customers found teams themselves, too.')}
    />
  );
}
