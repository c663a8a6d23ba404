/** The way to a new order from a list that is still empty; nobody else may take it in the customer's place. */
import { t } from '../../lib/text';
import { isReadOnly } from '../../lib/view';
import { LinkButton } from '../../ui/button';

export function PlaceOrderLink() {
  if (isReadOnly()) return null;
  return (
    <LinkButton href="/order" icon="plus">
      {t('Place order')}
    </LinkButton>
  );
}
