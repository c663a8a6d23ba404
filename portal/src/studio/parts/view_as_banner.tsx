/** Says to staff that they look through a customer's eyes, and leads back to the listing or the customer that it began from. */
import { Link, useLocation } from 'wouter';
import { t } from '../../lib/text';
import { Icon } from '../../ui/icon';

export default function ViewAsBanner({ customer }: { customer: string }) {
  const [path] = useLocation();
  const listing = /^\/listings\/([\w-]+)/.exec(path)?.[1];
  return (
    <aside
      aria-label={t('View as customer')}
      className="flex flex-wrap items-center gap-x-4 gap-y-1 bg-ink sm:justify-center px-4 py-2 text-small text-canvas dark:border-b dark:border-line dark:bg-sunken dark:text-ink"
    >
      <span className="flex items-center gap-2">
        <Icon name="eye" className="size-4" />
        {t('As the customer sees it. Nothing can be changed here.')}
      </span>
      <Link
        href={listing ? `~/studio/listings/${listing}` : `~/studio/customers/${customer}`}
        className="font-semibold underline underline-offset-4"
      >
        {t('Back to the studio')}
      </Link>
    </aside>
  );
}
