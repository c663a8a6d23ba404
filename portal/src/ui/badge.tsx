/** Status as dot and word, never color alone. */
import type { OrderStatus, PaymentState } from '../lib/api';
import { t } from '../lib/text';

export type Tone = 'ok' | 'warn' | 'info' | 'bad' | 'muted';

const DOTS: Record<Tone, string> = {
  ok: 'bg-ok',
  warn: 'bg-warn-dot',
  info: 'bg-info',
  bad: 'bg-bad',
  muted: 'bg-muted',
};

export const Dot = ({ tone, className = '' }: { tone: Tone; className?: string }) => (
  <i className={`size-2 shrink-0 rounded-full ${DOTS[tone]} ${className}`} />
);

export function Badge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <Dot tone={tone} />
      {children}
    </span>
  );
}

const STATUSES: Record<OrderStatus, [Tone, string]> = {
  Pending: ['warn', 'Pending'],
  Accepted: ['info', 'Accepted'],
  Completed: ['ok', 'Completed'],
  Canceled: ['muted', 'Canceled'],
};

export const statusWord = (status: OrderStatus) => t(STATUSES[status][1]);

export function StatusBadge({ status }: { status: OrderStatus }) {
  return <Badge tone={STATUSES[status][0]}>{statusWord(status)}</Badge>;
}

const PAYMENTS: Record<PaymentState, [Tone, string]> = {
  not_required: ['muted', 'No payment needed'],
  unpaid: ['warn', 'Unpaid'],
  processing: ['info', 'Processing'],
  partially_paid: ['warn', 'Partly paid'],
  paid: ['ok', 'Paid'],
  partially_refunded: ['info', 'Partly refunded'],
  refunded: ['muted', 'Refunded'],
};

export function PaymentBadge({ state }: { state: PaymentState }) {
  return <Badge tone={PAYMENTS[state][0]}>{t(PAYMENTS[state][1])}</Badge>;
}
