/** One order on a page of its own: where it is, how it stands, and its content; the screens add what may be done. */
import type { ReactNode } from 'react';
import { splitAddress } from '../lib/address';
import type { Order, OrderStatus } from '../lib/api';
import { date, orderNumber } from '../lib/format';
import { useSession } from '../lib/session';
import { t } from '../lib/text';
import { StatusBadge } from './badge';
import { LinkButton } from './button';
import { OrderBody } from './order_body';
import { Card, Page } from './page';

interface OrderPageProps {
  order: Order;
  /** The list of orders it came from. */
  back: string;
  actions: ReactNode;
  /** Above everything: the way to the listing. */
  first?: ReactNode;
  children?: ReactNode;
}

type Action = Order['actions'][number]['action'];

/** The moves that somebody would look for: only there a refused one says why. */
const EXPECTED: Record<OrderStatus, Action[]> = {
  Pending: ['accept', 'decline', 'cancel', 'pay'],
  Accepted: ['cancel', 'pay'],
  Completed: ['reopen', 'pay'],
  Canceled: ['reopen'],
};

function refusals({ actions, money, status }: Order): string[] {
  const settled = money?.payment_state === 'paid';
  const missed = actions.filter(
    ({ action, allowed }) => !allowed && EXPECTED[status].includes(action) && !(action === 'pay' && settled),
  );
  return [...new Set(missed.flatMap(({ reason }) => reason ?? []))];
}

export function OrderPage({ order, back, actions, first, children }: OrderPageProps) {
  const { business } = useSession();
  const [street, rest] = splitAddress(order.address_line);
  return (
    <Page
      title={street}
      tab={t('Order {number}', { number: orderNumber(order.number) })}
      back={{ href: back, label: t('Orders') }}
      below={
        <>
          <span className="block">{rest}</span>
          <span className="numbers mt-1 flex flex-wrap items-center gap-x-4">
            <StatusBadge status={order.status} />
            <span>{orderNumber(order.number)}</span>
            <span>{t('Placed {date}', { date: date(order.created_at, business.time_zone) })}</span>
          </span>
        </>
      }
      actions={actions}
    >
      <OrderBody
        order={order}
        business={business.name}
        zone={business.time_zone}
        first={first}
        notes={refusals(order)}
      />
      {children}
    </Page>
  );
}

/** The card that leads from an order to its listing. */
export function ToListing({ title, text, href }: { title: string; text: string; href?: string | undefined }) {
  return (
    <Card>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <div>
          <h2 className="text-lead font-semibold">{title}</h2>
          <p className="text-muted">{text}</p>
        </div>
        {href && (
          <LinkButton href={href} icon="photos">
            {t('Open listing')}
          </LinkButton>
        )}
      </div>
    </Card>
  );
}
