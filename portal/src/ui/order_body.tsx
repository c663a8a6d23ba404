/** An order's content in two columns, the same for the customer and the business; the screens add their own cards. */
import type { ReactNode } from 'react';
import type { Order } from '../lib/api';
import { squareFeet } from '../lib/format';
import { t } from '../lib/text';
import { Facts, Lines, Owed, Payments, Timeline, Totals } from './order_parts';
import { Bar } from './states';
import { Card } from './page';

interface OrderBodyProps {
  order: Order;
  business: string;
  zone: string;
  /** Above everything: the way to the listing. */
  first?: ReactNode;
  /** Small print below the money, e.g. why something is not possible. */
  notes?: string[];
}

export function OrderBody({ order, business, zone, first, notes = [] }: OrderBodyProps) {
  const { contact, customer } = order;
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
      <div className="grid min-w-0 gap-5">
        {first}
        <Card title={t('Products')}>
          <Lines lines={order.lines} />
          {order.money && (
            <>
              <Totals quote={order.money} />
              <Owed money={order.money} />
            </>
          )}
          {notes.map((note) => (
            <p key={note} className="mt-3 text-small text-muted">
              {note}
            </p>
          ))}
        </Card>
        {order.payments.length > 0 && (
          <Card title={t('Payments')}>
            <Payments order={order} zone={zone} />
          </Card>
        )}
      </div>
      <div className="grid min-w-0 gap-5">
        <Card title={t('Timeline')}>
          <Timeline order={order} business={business} zone={zone} />
        </Card>
        <Card title={t('Property and contact')}>
          <Facts
            facts={[
              [t('Customer'), customer && [customer.name, customer.email].filter(Boolean).join('\n')],
              [t('Agent'), order.agent],
              [t('Size'), squareFeet(order.square_feet)],
              [t('Contact'), [contact.name, contact.phone, contact.email].filter(Boolean).join('\n')],
              [t('Access notes'), order.access_notes],
              [t('Invoice'), order.invoice?.number],
            ]}
          />
        </Card>
      </div>
    </div>
  );
}

export function OrderSkeleton() {
  return (
    <div className="page-place max-w-5xl px-4 pt-8 sm:px-6 lg:px-10">
      <Bar className="mb-3 h-8 w-72" />
      <Bar className="mb-7 h-5 w-52" />
      <div className="grid gap-5 lg:grid-cols-[3fr_2fr]">
        <Bar className="h-72" />
        <Bar className="h-72" />
      </div>
    </div>
  );
}
