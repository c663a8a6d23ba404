/** The orders list of both shells: a table on wide screens, rows on phones, with filter, search, sort and pages. */
import { lazy, Suspense, type ReactNode } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { splitAddress } from '../lib/address';
import type { OrderRow, OrderStatus } from '../lib/api';
import { date, isZero, money, orderNumber } from '../lib/format';
import { useOrders, type OrderFilter } from '../lib/queries';
import { t, tn } from '../lib/text';
import { Badge, StatusBadge, statusWord } from './badge';
import { Button, LinkButton } from './button';
import { Select } from './field';
import { Icon } from './icon';
import { SearchField } from './search_field';
import { Bar, Empty, Load } from './states';

const AgentFilter = lazy(() => import('./agent_filter'));

const STATUSES: OrderStatus[] = ['Pending', 'Accepted', 'Completed', 'Canceled'];

interface OrdersTableProps {
  /** Where a row leads to, before the order's id. */
  base: string;
  zone: string;
  withCustomer?: boolean;
  /** Only theirs. */
  customers?: string[];
  empty: ReactNode;
}

/** As the address of the page keeps it: everything is one word. */
interface Filter extends Omit<OrderFilter, 'customer_id'> {
  agent?: string | undefined;
}

function useFilter(): [Filter, (change: Filter) => void] {
  const [path, navigate] = useLocation();
  const params = new URLSearchParams(useSearch());
  const status = STATUSES.find((one) => one === params.get('status'));
  const filter: Filter = {
    status,
    search: params.get('search') ?? undefined,
    sort: params.get('sort') === 'oldest' ? 'oldest' : undefined,
    cursor: params.get('cursor') ?? undefined,
    agent: params.get('customer_id') ?? undefined,
  };
  const change = (change: Filter) => {
    const { agent, ...next } = { ...filter, cursor: undefined, ...change };
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries<string | undefined>({ ...next, customer_id: agent }))
      if (value) query.set(name, value);
    const text = query.toString();
    navigate(text ? `${path}?${text}` : path, {
      replace: !change.cursor,
      state: { paged: Boolean(change.cursor) },
    });
  };
  return [filter, change];
}

export function OrdersTable({ base, zone, withCustomer = false, customers, empty }: OrdersTableProps) {
  const [filter, change] = useFilter();
  const { agent, ...asked } = filter;
  const orders = useOrders({ ...asked, customer_id: customers ?? (agent ? [agent] : undefined) });
  const filtered = Boolean(filter.status ?? filter.search ?? agent);
  const inTeam = orders.data?.in_team ?? Boolean(agent);
  return (
    <>
      <Filters filter={filter} change={change} inTeam={inTeam} />
      <Load query={orders} failed={t('The orders could not be loaded.')} skeleton={<RowsSkeleton />}>
        {(page) =>
          page.orders.length === 0 ? (
            filtered ? (
              <Empty
                icon="search"
                title={t('No order matches')}
                action={
                  <Button onClick={() => change({ status: undefined, search: undefined, agent: undefined })}>
                    {t('Show all orders')}
                  </Button>
                }
              >
                {t('Try another status or a part of the address.')}
              </Empty>
            ) : (
              empty
            )
          ) : (
            <div aria-busy={orders.isPlaceholderData} className={orders.isPlaceholderData ? 'opacity-60' : ''}>
              <Rows
                rows={page.orders}
                base={base}
                zone={zone}
                withCustomer={withCustomer || page.in_team}
                isStudio={withCustomer}
              />
              <Pages next={page.next_cursor} cursor={filter.cursor} change={change} />
            </div>
          )
        }
      </Load>
    </>
  );
}

interface FiltersProps {
  filter: Filter;
  change: (change: Filter) => void;
  inTeam: boolean;
}

function Filters({ filter, change, inTeam }: FiltersProps) {
  return (
    <div className="mb-5 flex flex-wrap items-center gap-3">
      <div role="group" aria-label={t('Status')} className="-mx-1 flex max-w-full gap-1 overflow-x-auto px-1 py-1">
        {[undefined, ...STATUSES].map((status) => (
          <button
            key={status ?? 'all'}
            type="button"
            aria-pressed={filter.status === status}
            onClick={() => change({ status })}
            className="min-h-9 rounded-full border border-transparent px-3.5 font-medium whitespace-nowrap text-muted hover:text-ink aria-pressed:border-line aria-pressed:bg-surface aria-pressed:text-ink"
          >
            {status ? statusWord(status) : t('All')}
          </button>
        ))}
      </div>
      <div className="ml-auto flex min-w-0 flex-1 basis-72 gap-3 max-sm:flex-wrap md:max-w-xl">
        <SearchField
          label={t('Search by address')}
          value={filter.search ?? ''}
          onSearch={(search) => change({ search: search || undefined })}
        />
        {inTeam && (
          <Suspense fallback={null}>
            <AgentFilter agent={filter.agent} onChange={(agent) => change({ agent })} />
          </Suspense>
        )}
        <Select
          quiet
          label={t('Sort')}
          value={filter.sort ?? 'newest'}
          onChange={(event) => change({ sort: event.currentTarget.value === 'oldest' ? 'oldest' : undefined })}
        >
          <option value="newest">{t('Newest first')}</option>
          <option value="oldest">{t('Oldest first')}</option>
        </Select>
      </div>
    </div>
  );
}

function Rows({
  rows,
  base,
  zone,
  withCustomer,
  isStudio,
}: {
  rows: OrderRow[];
  base: string;
  zone: string;
  withCustomer: boolean;
  isStudio: boolean;
}) {
  return (
    <>
      <div className="overflow-hidden rounded-card border border-line bg-surface max-md:hidden">
        <table className="w-full text-left">
          <thead className="border-b border-line text-small text-muted">
            <tr className="[&>th]:px-5 [&>th]:py-2.5 [&>th]:font-medium">
              <th scope="col">{t('Property')}</th>
              {withCustomer && <th scope="col">{isStudio ? t('Customer') : t('Agent')}</th>}
              <th scope="col">{t('Order')}</th>
              <th scope="col">{t('Status')}</th>
              <th scope="col">{t('Created')}</th>
              <th scope="col" className="text-right">
                {t('Total')}
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map((row) => (
              <tr key={row.order_id} className="relative hover:bg-sunken [&>td]:px-5 [&>td]:py-3.5">
                <td>
                  <Link href={`${base}/${row.order_id}`} className="font-medium after:absolute after:inset-0">
                    {splitAddress(row.address_line)[0]}
                  </Link>
                  <span className="block text-small text-muted">{splitAddress(row.address_line)[1]}</span>
                </td>
                {withCustomer && <td className="max-w-56">{row.customer_name}</td>}
                <td className="numbers whitespace-nowrap text-muted">{orderNumber(row.number)}</td>
                <td>
                  <StatusBadge status={row.status} />
                  {isStudio && <Asked row={row} />}
                </td>
                <td className="numbers whitespace-nowrap text-muted">{date(row.created_at, zone)}</td>
                <td className="numbers text-right whitespace-nowrap">
                  <Amount row={row} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface md:hidden">
        {rows.map((row) => (
          <li key={row.order_id} className="relative grid gap-1 px-4 py-3.5 active:bg-sunken">
            <div className="flex justify-between gap-4">
              <Link href={`${base}/${row.order_id}`} className="min-w-0 font-medium after:absolute after:inset-0">
                {splitAddress(row.address_line)[0]}
                <span className="block text-small font-normal text-muted">
                  {splitAddress(row.address_line)[1]}
                </span>
              </Link>
              <span className="numbers text-right whitespace-nowrap">
                <Amount row={row} />
              </span>
            </div>
            <div className="numbers flex flex-wrap justify-between gap-x-4 text-small text-muted">
              <StatusBadge status={row.status} />
              <span>
                {orderNumber(row.number)} · {date(row.created_at, zone)}
              </span>
            </div>
            {withCustomer && row.customer_name && (
              <span className="text-small text-muted">{row.customer_name}</span>
            )}
            {isStudio && <Asked row={row} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function Amount({ row }: { row: OrderRow }) {
  return (
    <>
      {row.total && <span className="block">{money(row.total)}</span>}
      {row.due && !isZero(row.due) && (
        <span className="block text-small text-warn">{t('{due} due', { due: money(row.due) })}</span>
      )}
    </>
  );
}

function Pages({
  next,
  cursor,
  change,
}: {
  next: string | null;
  cursor: string | undefined;
  change: (change: Filter) => void;
}) {
  const [path] = useLocation();
  if (!next && !cursor) return null;
  const paged = Boolean((history.state as { paged?: boolean } | null)?.paged);
  return (
    <nav aria-label={t('Pages')} className="mt-4 flex justify-between gap-3">
      {cursor ? (
        paged ? (
          <Button icon="back" onClick={() => history.back()}>
            {t('Previous')}
          </Button>
        ) : (
          <LinkButton href={path} icon="back">
            {t('First page')}
          </LinkButton>
        )
      ) : (
        <span />
      )}
      {next && (
        <Button onClick={() => change({ cursor: next })}>
          {t('Next')}
          <Icon name="next" className="size-4" />
        </Button>
      )}
    </nav>
  );
}

function RowsSkeleton() {
  return (
    <div className="divide-y divide-line rounded-card border border-line bg-surface">
      {[1, 2, 3, 4, 5].map((n) => (
        <div key={n} className="flex justify-between gap-6 px-5 py-4">
          <Bar className="h-10 w-1/2" />
          <Bar className="h-5 w-20" />
        </div>
      ))}
    </div>
  );
}

/** How many changes of delivered photos the customer waits for. */
function Asked({ row: { open_revisions: count } }: { row: OrderRow }) {
  if (count === 0) return null;
  return (
    <span className="numbers block text-small">
      <Badge tone="warn">{tn(count, '{n} change asked for', '{n} changes asked for')}</Badge>
    </span>
  );
}
