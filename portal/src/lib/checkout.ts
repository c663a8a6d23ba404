/** The way to Stripe's page for what an order owes. */
import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ask, POST } from './api';
import { t } from './text';

/** Opens Stripe's page for what an order owes; the amount comes from the server's ledger. */
export function useCheckout(order_id: string) {
  const checkout = useMutation({
    mutationFn: async () => {
      const path = { order_id };
      const answer = await ask(POST('/api/orders/{order_id}/checkout', { params: { path }, body: {} }));
      const url = new URL(answer.checkout_url, location.origin);
      if (!/^https?:$/.test(url.protocol)) throw new Error(t('The payment page could not be opened.'));
      location.assign(url.href);
      return answer;
    },
  });
  const { reset } = checkout;
  useEffect(() => {
    // Back from the payment page by the browser's button: the page wakes as it was left.
    const woken = (event: PageTransitionEvent) => event.persisted && reset();
    addEventListener('pageshow', woken);
    return () => removeEventListener('pageshow', woken);
  }, [reset]);
  return checkout;
}
