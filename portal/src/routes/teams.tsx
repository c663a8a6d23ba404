/** The teams of a customer: founded here, or joined by an invitation. */
import { t } from '../lib/text';
import { TeamsScreen } from '../ui/teams_screen';

export default function Teams() {
  return (
    <TeamsScreen
      title={t('Your teams')}
      base="/teams"
      mayCreate
      empty={t(
        'With a team, agents and their assistants find their listings and orders in one list. Create one, or ask for an invitation.',
      )}
    />
  );
}
