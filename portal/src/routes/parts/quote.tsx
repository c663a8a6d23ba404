/** What the order costs, asked from the one calculator on the server while products are chosen. */
import { useQuery } from '@tanstack/react-query';
import { ask, POST, type Quote } from '../../lib/api';
import { t } from '../../lib/text';
import { Lines, Totals } from '../../ui/order_parts';
import { Card } from '../../ui/page';
import { Bar, Failed, Loading } from '../../ui/states';

export function useQuote(square_feet: number | null, lines: { product_id: string; quantity: number }[]) {
  return useQuery({
    queryKey: ['quote', square_feet, lines],
    queryFn: () => ask(POST('/api/quotes', { body: { square_feet: square_feet ?? 0, lines } })),
    enabled: square_feet !== null && lines.length > 0,
    placeholderData: (before) => (lines.length > 0 ? before : undefined),
    staleTime: 60_000,
  });
}

interface QuoteQuery {
  data: Quote | undefined;
  error: unknown;
  isPlaceholderData: boolean;
  isFetching: boolean;
  refetch: () => unknown;
}

export function QuoteCard({ quote }: { quote: QuoteQuery }) {
  return (
    <Card title={t('Your order')}>
      {quote.data ? (
        <div
          aria-busy={quote.isPlaceholderData}
          aria-live="polite"
          className={quote.isPlaceholderData ? 'opacity-60' : ''}
        >
          <Lines lines={quote.data.lines} />
          <Totals quote={quote.data} />
        </div>
      ) : quote.error ? (
        <Failed
          what={t('The price could not be worked out.')}
          error={quote.error}
          onRetry={() => void quote.refetch()}
        />
      ) : quote.isFetching ? (
        <Loading>
          <Bar className="h-28" />
        </Loading>
      ) : (
        <p className="text-muted">{t('Prices appear here as you choose.')}</p>
      )}
    </Card>
  );
}
