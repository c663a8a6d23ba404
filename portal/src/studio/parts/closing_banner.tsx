/** Says on every page of the studio that the business is being closed, and leads to where it is kept. */
import { Link } from 'wouter';
import { date } from '../../lib/format';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { Icon } from '../../ui/icon';

export default function ClosingBanner({ closes_at }: { closes_at: string }) {
  const { business } = useSession();
  return (
    <section
      aria-label={t('The business is being closed')}
      className="no-print flex flex-wrap items-center gap-x-4 gap-y-1 bg-warn-soft px-4 py-2 text-small text-warn sm:justify-center dark:border-b dark:border-line"
    >
      <span className="flex gap-2 sm:items-center">
        <Icon name="alert" className="size-4 max-sm:mt-0.5" />
        <span className="numbers">
          {t('This business closes on {date}. Customers and staff see a closed portal.', {
            date: date(closes_at, business.time_zone),
          })}
        </span>
      </span>
      <Link href="/studio/settings/data" className="font-semibold underline underline-offset-4 max-sm:ml-6">
        {t('Take data home or keep the business')}
      </Link>
    </section>
  );
}
