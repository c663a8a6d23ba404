/** Back from Stripe: asks the server, which asks Stripe; says paid or "your bank is confirming", never Pay (product 6.4). */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useParams } from 'wouter';
import { ask, POST, type Order } from '../lib/api';
import { isZero, money, type Money } from '../lib/format';
import { tellOtherTabs } from '../lib/news';
import { nextGap } from '../lib/polling';
import { useOrder } from '../lib/queries';
import { t } from '../lib/text';
import { Button, LinkButton, Spinner } from '../ui/button';
import { Icon } from '../ui/icon';
import { Page } from '../ui/page';
import { Failed } from '../ui/states';

const ASKS = 16;

function useConfirmation(order_id: string) {
  return useQuery({
    queryKey: ['confirmation', order_id],
    queryFn: () =>
      ask(POST('/api/orders/{order_id}/payment-confirmation', { params: { path: { order_id } }, body: {} })),
    refetchInterval: ({ state }) =>
      state.data?.state === 'paid' ? false : nextGap(state.dataUpdateCount + state.errorUpdateCount, ASKS),
    staleTime: 0,
  });
}

export default function Paid() {
  const { order_id = '' } = useParams();
  const confirmation = useConfirmation(order_id);
  const order = useOrder(order_id);
  const cache = useQueryClient();
  const answer = confirmation.data;
  const paid = answer?.state === 'paid';
  useEffect(() => {
    if (!paid) return;
    void cache.invalidateQueries({ queryKey: ['order', order_id] });
    void cache.invalidateQueries({ queryKey: ['orders'] });
    void cache.invalidateQueries({ queryKey: ['listings'] });
    void cache.invalidateQueries({ queryKey: ['listing'] });
    tellOtherTabs();
  }, [paid, cache, order_id]);
  const address = order.data?.address_line ?? '';
  return (
    <Page
      title={t('Payment')}
      below={address}
      width="narrow"
      back={{ href: `/orders/${order_id}`, label: t('Order') }}
    >
      {confirmation.error && !answer ? (
        <Failed
          what={t('We could not ask about your payment.')}
          error={confirmation.error}
          onRetry={() => void confirmation.refetch()}
        />
      ) : answer?.state === 'paid' ? (
        <Received order={order.data} due={answer.due} />
      ) : (
        <Unknown order_id={order_id} onAsk={() => void confirmation.refetch()} busy={confirmation.isFetching} />
      )}
    </Page>
  );
}

function Received({ order, due }: { order: Order | undefined; due: Money }) {
  const listing = order?.listing;
  return (
    <section role="status" className="rounded-card border border-line bg-surface p-8 text-center">
      <span className="mx-auto grid size-14 place-items-center rounded-full bg-ok-soft text-ok">
        <Icon name="check" className="size-7" />
      </span>
      <h2 className="mt-4 text-title font-semibold">{t('Thank you, your payment arrived')}</h2>
      <p className="mx-auto mt-1 max-w-md text-muted">
        {isZero(due)
          ? listing?.state === 'delivered'
            ? t('Everything is unlocked. A receipt is on its way to your inbox.')
            : t('A receipt is on its way to your inbox.')
          : t('{due} is still open on this order.', { due: money(due) })}
      </p>
      <div className="mt-6 flex flex-wrap justify-center gap-2">
        {listing?.state === 'delivered' ? (
          <LinkButton href={`/listings/${listing.listing_id}`} look="primary" icon="photos">
            {t('Open your photos')}
          </LinkButton>
        ) : (
          order && (
            <LinkButton href={`/orders/${order.order_id}`} look="primary">
              {t('See the order')}
            </LinkButton>
          )
        )}
      </div>
    </section>
  );
}

/** After a while the page stops asking by itself and offers to ask once more. */
function Unknown({ order_id, onAsk, busy }: { order_id: string; onAsk: () => void; busy: boolean }) {
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), 20_000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <section role="status" className="rounded-card border border-line bg-surface p-8 text-center">
      <span className="mx-auto grid size-14 place-items-center rounded-full bg-info-soft text-info">
        <Spinner />
      </span>
      <h2 className="mt-4 text-title font-semibold">{t('Your bank is confirming the payment')}</h2>
      <p className="mx-auto mt-1 max-w-md text-muted">
        {long
          ? t(
              'Some banks take a few days. You need not wait here: your photos unlock by themselves and we mail you.',
            )
          : t('This takes a few seconds. The page changes by itself.')}
      </p>
      <div className="mt-6 flex flex-wrap justify-center gap-2">
        <LinkButton href={`/orders/${order_id}`}>{t('See the order')}</LinkButton>
        {long && (
          <Button icon="retry" busy={busy} onClick={onAsk}>
            {t('Ask again')}
          </Button>
        )}
      </div>
    </section>
  );
}
