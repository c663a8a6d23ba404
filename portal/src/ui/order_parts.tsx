/** The parts of an order that the customer and the business both see: lines with money, timeline, payments, facts. */
import type { ReactNode } from 'react';
import type { Order, Quote } from '../lib/api';
import { isZero, moment, money } from '../lib/format';
import { t } from '../lib/text';
import { Badge, PaymentBadge, type Tone } from './badge';

export function Lines({ lines }: { lines: Order['lines'] }) {
  return (
    <ul className="divide-y divide-line">
      {lines.map((line) => (
        <li key={line.product_id} className="flex items-baseline justify-between gap-4 py-2.5 first:pt-0">
          <span>
            {line.name}
            {line.quantity > 1 && (
              <span className="numbers text-muted">
                {' '}
                {line.quantity} × {line.unit_price && money(line.unit_price)}
              </span>
            )}
          </span>
          {line.amount && <span className="numbers">{money(line.amount)}</span>}
        </li>
      ))}
    </ul>
  );
}

function Sum({ label, strong, children }: { label: string; strong?: boolean; children: string }) {
  return (
    <div className={`flex justify-between gap-4 py-1 ${strong ? 'pt-2 text-lead font-semibold' : 'text-muted'}`}>
      <dt>{label}</dt>
      <dd className="numbers">{children}</dd>
    </div>
  );
}

export function Totals({ quote }: { quote: Pick<Quote, 'subtotal' | 'tax' | 'total'> }) {
  return (
    <dl className="border-t border-line pt-2">
      <Sum label={t('Subtotal')}>{money(quote.subtotal)}</Sum>
      <Sum label={t('Tax')}>{money(quote.tax)}</Sum>
      <Sum label={t('Total')} strong>
        {money(quote.total)}
      </Sum>
    </dl>
  );
}

/** What is owed comes from the ledger and is not the total (product 3.3). */
export function Owed({ money: owed }: { money: NonNullable<Order['money']> }) {
  const { charged, paid, due, payment_state } = owed;
  if (isZero(charged) && isZero(paid) && isZero(due)) return null;
  return (
    <dl className="mt-3 border-t border-line pt-2">
      {!isZero(paid) && <Sum label={t('Paid')}>{money(paid)}</Sum>}
      <div className="flex items-center justify-between gap-4 pt-1">
        <dt className="flex flex-wrap items-center gap-x-3 text-lead font-semibold">{t('Due')}</dt>
        <dd className="flex items-center gap-4">
          <PaymentBadge state={payment_state} />
          <span className="numbers text-lead font-semibold">{money(due)}</span>
        </dd>
      </div>
    </dl>
  );
}

const EVENTS: Record<string, string> = {
  placed: 'Order placed',
  accepted: 'Accepted',
  declined: 'Declined',
  canceled: 'Canceled',
  completed: 'Completed',
  reopened: 'Reopened',
  delivered: 'Photos delivered',
  unpublished: 'Photos taken back',
  paid: 'Payment received',
  payment_received: 'Payment received',
  unlocked: 'Downloads unlocked',
  revision_asked: 'Change asked for',
  revision_withdrawn: 'Request withdrawn',
  revision_resolved: 'Change resolved',
  override_locked: 'Downloads locked',
  override_unlocked: 'Downloads unlocked',
  override_removed: 'Downloads follow the payment again',
};

function eventWord(event: string): string {
  const word = EVENTS[event.replace(/^order_/, '')];
  if (word) return t(word);
  const plain = event.replaceAll('_', ' ');
  return t(plain.charAt(0).toUpperCase() + plain.slice(1));
}

function actorWord({ actor, actor_name }: Order['history'][number], business: string): string {
  if (actor_name) return actor_name;
  return { customer: t('Customer'), guest: t('Guest'), business, system: '' }[actor];
}

export function Timeline({ order, business, zone }: { order: Order; business: string; zone: string }) {
  return (
    <ol className="grid gap-4">
      {[...order.history].reverse().map((entry, index) => {
        const who = actorWord(entry, business);
        // What a payment carries beside its name is its amount, not a reason.
        const isAmount = entry.event === 'payment_received';
        return (
          <li
            key={`${entry.at}${entry.event}`}
            className="relative pl-7 not-last:before:absolute not-last:before:top-4 not-last:before:-bottom-4 not-last:before:left-[4.5px] not-last:before:w-px not-last:before:bg-line"
          >
            <i
              className={`absolute top-2 left-0 size-2.5 rounded-full ring-4 ring-surface ${index === 0 ? 'bg-link' : 'bg-edge'}`}
            />
            <p className={`flex justify-between gap-4 ${index === 0 ? 'font-semibold' : 'font-medium'}`}>
              {eventWord(entry.event)}
              {isAmount && <span className="numbers">{entry.reason}</span>}
            </p>
            <p className="numbers text-small text-muted">
              <time dateTime={entry.at}>{moment(entry.at, zone)}</time>
              {who && ` · ${who}`}
            </p>
            {entry.reason && !isAmount && (
              <p className="mt-1 rounded-control bg-sunken px-3 py-2">{entry.reason}</p>
            )}
          </li>
        );
      })}
    </ol>
  );
}

const PAYMENT_TONES: Record<string, [Tone, string]> = {
  paid: ['ok', 'Paid'],
  succeeded: ['ok', 'Paid'],
  completed: ['ok', 'Paid'],
  processing: ['info', 'Processing'],
  open: ['warn', 'Started'],
  expired: ['muted', 'Not finished'],
  failed: ['bad', 'Failed'],
};

export function Payments({ order, zone }: { order: Order; zone: string }) {
  return (
    <ul className="divide-y divide-line">
      {order.payments.map((payment) => {
        const [tone, word] = PAYMENT_TONES[payment.state] ?? ['muted', payment.state];
        return (
          <li
            key={payment.payment_id}
            className="flex items-baseline justify-between gap-4 py-2 first:pt-0 last:pb-0"
          >
            <span>
              <Badge tone={tone}>{t(word)}</Badge>
              <span className="numbers block text-small text-muted">{moment(payment.created_at, zone)}</span>
            </span>
            <span className="numbers">{money(payment.amount)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** Label and value pairs. */
export function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <dl className="grid gap-3">
      {facts.map(
        ([label, value]) =>
          value && (
            <div key={label} className="min-w-0">
              <dt className="text-small text-muted">{label}</dt>
              <dd className="min-w-0 whitespace-pre-line">{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
