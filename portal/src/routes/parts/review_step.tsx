/** Step 4 of an order: everything once more, each part with its way back. */
import type { ReactNode } from 'react';
import type { Quote } from '../../lib/api';
import { parseSize, type Draft } from '../../lib/draft';
import { squareFeet } from '../../lib/format';
import { chargeNote, type Step } from '../../lib/order_form';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { Lines, Totals } from '../../ui/order_parts';
import { Bar, Failed, Loading } from '../../ui/states';

interface ReviewProps {
  draft: Draft;
  go: (step: Step) => void;
  quote: { data: Quote | undefined; error: unknown; refetch: () => unknown };
}

function Part({ title, onChange, children }: { title: string; onChange: () => void; children: ReactNode }) {
  return (
    <section className="border-b border-line py-4 first:pt-0 last-of-type:border-0 last-of-type:pb-0">
      <div className="mb-1 flex items-center justify-between gap-3">
        <h2 className="font-semibold">{title}</h2>
        <button
          type="button"
          onClick={onChange}
          aria-label={t('Change: {part}', { part: title })}
          className="min-h-9 rounded-control px-2 font-medium text-link hover:underline"
        >
          {t('Change')}
        </button>
      </div>
      {children}
    </section>
  );
}

export default function ReviewStep({ draft, go, quote }: ReviewProps) {
  const { business } = useSession();
  const { address, contact } = draft;
  const place = [
    address.line2,
    [address.city, address.region].filter(Boolean).join(', ') + ` ${address.postal_code}`,
  ];
  return (
    <div className="rounded-card border border-line bg-surface p-5">
      <Part title={t('Property')} onChange={() => go('property')}>
        <p>{address.line1}</p>
        <p className="text-muted">{place.filter(Boolean).join(', ')}</p>
        <p className="text-muted">{squareFeet(parseSize(draft.square_feet) ?? 0)}</p>
      </Part>
      <Part title={t('Contact')} onChange={() => go('contact')}>
        <p>{contact.name}</p>
        <p className="text-muted">{[contact.phone, contact.email].filter(Boolean).join(' · ')}</p>
        {draft.access_notes && (
          <p className="mt-2 rounded-control bg-sunken px-3 py-2 whitespace-pre-line">{draft.access_notes}</p>
        )}
      </Part>
      <Part title={t('Products')} onChange={() => go('products')}>
        {quote.data ? (
          <>
            <Lines lines={quote.data.lines} />
            <Totals quote={quote.data} />
          </>
        ) : quote.error ? (
          <Failed
            what={t('The price could not be worked out.')}
            error={quote.error}
            onRetry={() => void quote.refetch()}
          />
        ) : (
          <Loading>
            <Bar className="h-28" />
          </Loading>
        )}
      </Part>
      <p className="mt-4 text-small text-muted lg:hidden">{chargeNote(business.name)}</p>
    </div>
  );
}
