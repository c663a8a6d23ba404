/** Customers who ask to be deleted, above the list of all; and how many were, for whoever has to show it. */
import { Link } from 'wouter';
import { date } from '../../lib/format';
import { isUnderWay, useErasures, type ErasureRow } from '../../lib/privacy';
import { useSession } from '../../lib/session';
import { t, tn } from '../../lib/text';
import { Spinner } from '../../ui/button';
import { Icon } from '../../ui/icon';

export function OpenErasures() {
  const rows = useErasures().data ?? [];
  const open = rows.filter(({ state }) => state !== 'done');
  if (open.length === 0) return null;
  return (
    <div className="mb-5 grid gap-2">
      {open.map((row) => (
        <div
          key={row.customer_id}
          role="status"
          className={`flex items-center gap-3 rounded-card border border-line px-5 py-3.5 [overflow-wrap:anywhere] ${isUnderWay(row) ? 'bg-surface' : 'bg-warn-soft'}`}
        >
          {isUnderWay(row) ? <Spinner /> : <Icon name="alert" className="size-5 shrink-0" />}
          {isUnderWay(row) ? t('A customer is being deleted.') : <Asks row={row} />}
        </div>
      ))}
    </div>
  );
}

function Asks({ row }: { row: ErasureRow }) {
  const { business } = useSession();
  const name = row.customer_name ?? row.customer_email ?? '';
  return (
    <p className="numbers">
      <Link href={`/studio/customers/${row.customer_id}`} className="font-semibold text-link hover:underline">
        {t('{name} asks to be deleted', { name })}
      </Link>{' '}
      {t('since {date}', { date: date(row.asked_at, business.time_zone) })}
    </p>
  );
}

/** Who was deleted names nobody: the dates and who decided are what a business can show. */
export function PastErasures() {
  const { business } = useSession();
  const done = (useErasures().data ?? []).filter(({ state }) => state === 'done');
  if (done.length === 0) return null;
  return (
    <details className="mt-8 text-muted">
      <summary className="cursor-pointer">{t('Deleted on request ({n})', { n: String(done.length) })}</summary>
      <ul className="numbers mt-3 grid gap-1.5 text-small">
        {done.map((row) => (
          <li key={row.customer_id}>
            {t('{date}, by {name}:', {
              date: date(row.done_at ?? row.asked_at, business.time_zone),
              name: row.decided_by ?? '',
            })}{' '}
            {tn(row.orders, '{n} order kept for the books', '{n} orders kept for the books')}
          </li>
        ))}
      </ul>
    </details>
  );
}
