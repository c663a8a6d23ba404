/** The page for an address that is not there, or not the viewer's: it names nothing. */
import { t } from '../lib/text';
import { LinkButton } from '../ui/button';
import { Page } from '../ui/page';
import { Empty } from '../ui/states';

export function NotFound() {
  return (
    <Page title={t('Page not found')} width="narrow">
      <Empty
        icon="search"
        title={t('There is nothing at this address')}
        action={<LinkButton href="~/">{t('Go to the start')}</LinkButton>}
      >
        {t('It may have moved, or it belongs to somebody else.')}
      </Empty>
    </Page>
  );
}
