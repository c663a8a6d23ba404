/** All customers of the business, newest first, found by name, e-mail or brokerage. */
import { useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { called, useCustomers, type CustomerRow } from '../lib/customers';
import { date } from '../lib/format';
import { useSession } from '../lib/session';
import { t } from '../lib/text';
import { Badge } from '../ui/badge';
import { Button, LinkButton } from '../ui/button';
import { Page } from '../ui/page';
import { SearchField } from '../ui/search_field';
import { Bar, Empty, Load } from '../ui/states';
import { AddCustomerDialog } from './parts/add_customer_dialog';
import { OpenErasures, PastErasures } from './parts/erasures';

export default function Customers() {
  const [adding, setAdding] = useState(false);
  const [path, navigate] = useLocation();
  const search = new URLSearchParams(useSearch()).get('search') ?? '';
  const find = (text: string) =>
    navigate(text ? `${path}?search=${encodeURIComponent(text)}` : path, { replace: true });
  return (
    <Page
      title={t('Customers')}
      width="wide"
      actions={
        <>
          <LinkButton href="/studio/teams">{t('Customer teams')}</LinkButton>
          <LinkButton href="/studio/customers/import" icon="upload">
            {t('Import')}
          </LinkButton>
          <Button look="primary" icon="plus" onClick={() => setAdding(true)}>
            {t('Add customer')}
          </Button>
        </>
      }
    >
      <OpenErasures />
      <div className="mb-5 flex max-w-md">
        <SearchField
          key={search === '' ? 'all' : 'some'}
          label={t('Search by name, e-mail or brokerage')}
          value={search}
          onSearch={find}
        />
      </div>
      <Found search={search} onAll={() => find('')} />
      <PastErasures />
      {adding && <AddCustomerDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}

function Found({ search, onAll }: { search: string; onAll: () => void }) {
  const customers = useCustomers(search);
  return (
    <Load query={customers} failed={t('The customers could not be loaded.')} skeleton={<Skeleton />}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.customers);
        if (rows.length === 0 && !customers.hasNextPage) return <Nobody search={search} onAll={onAll} />;
        return (
          <div aria-busy={customers.isPlaceholderData} className={customers.isPlaceholderData ? 'opacity-60' : ''}>
            <Rows rows={rows} />
            {customers.hasNextPage && (
              <div className="mt-8 text-center">
                <Button busy={customers.isFetchingNextPage} onClick={() => void customers.fetchNextPage()}>
                  {search ? t('Show more') : t('Show older customers')}
                </Button>
              </div>
            )}
          </div>
        );
      }}
    </Load>
  );
}

function Nobody({ search, onAll }: { search: string; onAll: () => void }) {
  if (search)
    return (
      <Empty
        icon="search"
        title={t('No customer matches')}
        action={<Button onClick={onAll}>{t('Show all customers')}</Button>}
      >
        {t('Try the beginning of a name, an e-mail address or a brokerage.')}
      </Empty>
    );
  return (
    <Empty
      icon="user"
      title={t('Customers will be here')}
      action={
        <LinkButton href="/studio/customers/import" icon="upload">
          {t('Import from a file')}
        </LinkButton>
      }
    >
      {t('Everybody who books or signs up, and whom you add or import.')}
    </Empty>
  );
}

const HOLDS = '[overflow-wrap:anywhere]';

function Rows({ rows }: { rows: CustomerRow[] }) {
  const { business } = useSession();
  return (
    <>
      <div className="overflow-hidden rounded-card border border-line bg-surface max-md:hidden">
        <table className="w-full text-left">
          <thead className="border-b border-line text-small text-muted">
            <tr className="[&>th]:px-5 [&>th]:py-2.5 [&>th]:font-medium">
              <th scope="col">{t('Customer')}</th>
              <th scope="col">{t('Brokerage')}</th>
              <th scope="col">{t('Phone')}</th>
              <th scope="col">{t('Account')}</th>
              <th scope="col">{t('Since')}</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map((row) => (
              <tr key={row.customer_id} className="relative hover:bg-sunken [&>td]:px-5 [&>td]:py-3.5">
                <td className={HOLDS}>
                  <Open row={row} />
                  {row.name && <span className="block text-small text-muted">{row.email}</span>}
                </td>
                <td className={HOLDS}>{row.brokerage}</td>
                <td className="numbers whitespace-nowrap">{row.phone}</td>
                <td>
                  <HasAccount row={row} />
                </td>
                <td className="numbers whitespace-nowrap text-muted">
                  {date(row.created_at, business.time_zone)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface md:hidden">
        {rows.map((row) => (
          <li key={row.customer_id} className={`relative grid gap-1 px-4 py-3.5 active:bg-sunken ${HOLDS}`}>
            <Open row={row} />
            <span className="text-small text-muted">
              {[row.name && row.email, row.brokerage].filter(Boolean).join(' · ')}
            </span>
            <span className="numbers flex flex-wrap justify-between gap-x-4 text-small text-muted">
              <HasAccount row={row} />
              <span>{date(row.created_at, business.time_zone)}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

const Open = ({ row }: { row: CustomerRow }) => (
  <Link href={`/studio/customers/${row.customer_id}`} className="font-medium after:absolute after:inset-0">
    {called(row)}
  </Link>
);

const HasAccount = ({ row }: { row: CustomerRow }) =>
  row.account_since ? <Badge tone="ok">{t('Account')}</Badge> : <Badge tone="muted">{t('No account')}</Badge>;

const Skeleton = () => (
  <div className="divide-y divide-line rounded-card border border-line bg-surface">
    {[1, 2, 3, 4, 5].map((n) => (
      <div key={n} className="flex justify-between gap-6 px-5 py-4">
        <Bar className="h-10 w-1/2" />
        <Bar className="h-5 w-20" />
      </div>
    ))}
  </div>
);
