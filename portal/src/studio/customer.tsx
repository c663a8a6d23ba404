/** One customer: what is known, notes, orders and listings, and what happened when. */
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Link, useParams } from 'wouter';
import { called, lineWords, useCustomer, type Customer } from '../lib/customers';
import { date, moment } from '../lib/format';
import { linkedWords } from '../lib/linked';
import { useSession } from '../lib/session';
import { useTeamsOf } from '../lib/teams';
import { t } from '../lib/text';
import { Button, LinkButton } from '../ui/button';
import { LoadScreen } from '../ui/load_screen';
import { Card, Page } from '../ui/page';
import { Portrait } from '../ui/portrait';
import { Bar, Failed } from '../ui/states';
import { CustomerNotes } from './parts/customer_notes';
import { CustomersWork } from './parts/customers_work';

const EditCustomerDialog = lazy(() => import('./parts/edit_customer_dialog'));
const CustomerPrivacy = lazy(() => import('./parts/customer_privacy'));
const UnlinkDialog = lazy(() => import('./parts/unlink_dialog'));

const list = () => ({ href: '/studio/customers', label: t('Customers') });

export default function CustomerScreen() {
  const { customer_id = '' } = useParams();
  const customer = useCustomer(customer_id);
  return (
    <LoadScreen
      query={customer}
      title={t('Customer')}
      back={list()}
      failed={t('This customer could not be loaded.')}
      skeleton={<Skeleton />}
    >
      {(data) => <Detail key={data.customer_id} customer={data} />}
    </LoadScreen>
  );
}

function Detail({ customer }: { customer: Customer }) {
  const [open, setOpen] = useState<'edit' | 'unlink' | null>(null);
  const close = () => setOpen(null);
  return (
    <Page
      title={called(customer)}
      back={customer.may_change ? list() : { href: '/studio', label: t('Orders') }}
      below={customer.name && <span className="[overflow-wrap:anywhere]">{customer.email}</span>}
      actions={
        <>
          <LinkButton href={`/as/${customer.customer_id}`} icon="eye">
            {t('View as customer')}
          </LinkButton>
          {customer.may_change && (
            <Button icon="edit" onClick={() => setOpen('edit')}>
              {t('Edit details')}
            </Button>
          )}
        </>
      }
    >
      <div className="grid gap-8 [&>*]:min-w-0">
        <div className="grid items-start gap-6 lg:grid-cols-2 [&>*]:min-w-0">
          <Details customer={customer} onUnlink={() => setOpen('unlink')} />
          <CustomerNotes customer={customer} />
        </div>
        <CustomersWork customers={[customer.customer_id]} empty={t('What this customer books will be here.')} />
        {customer.history.length > 0 && <History customer={customer} />}
        {customer.may_change && (
          <Suspense fallback={<Bar className="h-40 rounded-card" />}>
            <CustomerPrivacy customer={customer} />
          </Suspense>
        )}
      </div>
      <Suspense fallback={null}>
        {open === 'edit' && <EditCustomerDialog customer={customer} onClose={close} />}
        {open === 'unlink' && <UnlinkDialog customer={customer} onClose={close} />}
      </Suspense>
    </Page>
  );
}

function Details({ customer, onUnlink }: { customer: Customer; onUnlink: () => void }) {
  const { business } = useSession();
  const { phone, brokerage, account_since, linked_orders: orders, linked_listings: listings } = customer;
  const account = account_since
    ? [
        t('Since {date}.', { date: date(account_since, business.time_zone) }),
        orders > 0 && linkedWords({ orders, listings }),
      ]
    : [t('None yet')];
  return (
    <Card title={t('Details')}>
      {customer.portrait_url && (
        <div className="mb-4">
          <Portrait url={customer.portrait_url} name={called(customer)} />
        </div>
      )}
      <dl className="grid gap-3 sm:grid-cols-2 [overflow-wrap:anywhere] [&>*]:min-w-0">
        <Fact name={t('E-mail')}>
          <a href={`mailto:${customer.email}`} className="text-link hover:underline">
            {customer.email}
          </a>
        </Fact>
        <Fact name={t('Phone')}>
          {phone ? (
            <a href={`tel:${phone}`} className="numbers text-link hover:underline">
              {phone}
            </a>
          ) : (
            '–'
          )}
        </Fact>
        <Fact name={t('Brokerage')}>{brokerage ?? '–'}</Fact>
        <Fact name={t('Account')}>
          <span className="numbers">{account.filter(Boolean).join(' ')}</span>
        </Fact>
        <Teams customer={customer} />
      </dl>
      {account_since && customer.may_change && (
        <Button look="quiet" className="-mb-2 -ml-4 mt-2 text-muted" onClick={onUnlink}>
          {t('Unlink the account')}
        </Button>
      )}
    </Card>
  );
}

/** Only an account is in teams; of the rest nothing is asked. */
function Teams({ customer: { customer_id, account_since } }: { customer: Customer }) {
  const teams = useTeamsOf(customer_id, account_since !== null);
  const rows = teams.data?.teams ?? [];
  if (!account_since || (teams.data && rows.length === 0)) return null;
  return (
    <Fact name={t('Teams')}>
      {teams.isPending && <Bar className="h-5 w-32" />}
      {teams.error && (
        <Failed
          what={t('The teams could not be loaded.')}
          error={teams.error}
          onRetry={() => void teams.refetch()}
        />
      )}
      <ul>
        {rows.map((team) => (
          <li key={team.team_id}>
            <Link href={`/studio/teams/${team.team_id}`} className="text-link hover:underline">
              {team.name}
            </Link>
          </li>
        ))}
      </ul>
    </Fact>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt className="text-small text-muted">{name}</dt>
    <dd>{children}</dd>
  </div>
);

function History({ customer }: { customer: Customer }) {
  const { business } = useSession();
  return (
    <Card title={t('History')}>
      <ol className="grid gap-3">
        {customer.history.map((line) => (
          <li key={`${line.at} ${line.event} ${line.by ?? ''}`}>
            <p>{lineWords(line, customer)}</p>
            <p className="numbers text-small text-muted">
              {[line.by, moment(line.at, business.time_zone)].filter(Boolean).join(' · ')}
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}

const Skeleton = () => (
  <div className="page-place grid w-full max-w-5xl gap-6 px-4 pt-8 sm:px-6 lg:px-10">
    <Bar className="h-9 w-64" />
    <div className="grid gap-6 lg:grid-cols-2">
      <Bar className="h-72 rounded-card" />
      <Bar className="h-72 rounded-card" />
    </div>
  </div>
);
