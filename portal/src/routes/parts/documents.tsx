/** The documents of a listing: each to save once that is allowed; before that there is only their number (product 5). */
import { useMutation } from '@tanstack/react-query';
import type { ListingDocument, Gallery } from '../../lib/api';
import { askDownload } from '../../lib/downloads';
import { bytes, isZero } from '../../lib/format';
import { lockedDocuments } from '../../lib/counted';
import { saveUrl } from '../../lib/saving';
import { t, tn } from '../../lib/text';
import { isReadOnly } from '../../lib/view';
import { Branded } from '../../ui/branded';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { toast } from '../../ui/toast';

export function Documents({ gallery }: { gallery: Gallery }) {
  const { listing_id, documents, orders } = gallery;
  const locked = lockedDocuments(orders);
  if (documents.length + locked === 0) return null;
  const owed = orders.some((order) => order.locked_documents > 0 && order.locked && !isZero(order.due));
  return (
    <section aria-labelledby="documents" className="order-1 mt-3">
      <h2 id="documents" className="mb-3 text-title font-semibold">
        {t('Documents')}
      </h2>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {documents.map((document) => (
          <Row key={document.asset_id} listing_id={listing_id} document={document} />
        ))}
        {locked > 0 && (
          <li className="flex min-h-16 items-center gap-4 px-4 py-3 sm:px-5">
            <Icon name="lock" className="size-5 text-muted" />
            <p>
              <span className="block font-medium">{tn(locked, '{n} document', '{n} documents')}</span>
              <span className="block text-small text-muted">
                {owed ? t('To download after the payment.') : t('Not open for download.')}
              </span>
            </p>
          </li>
        )}
      </ul>
    </section>
  );
}

function Row({ listing_id, document }: { listing_id: string; document: ListingDocument }) {
  const { asset_id, title } = document;
  const download = useMutation({
    mutationFn: async () => saveUrl((await askDownload(listing_id, asset_id, 'original')).url),
    onError: (error) => toast(error.message),
  });
  return (
    <li className="flex min-h-16 items-center gap-4 px-4 py-3 sm:px-5">
      <Icon name="document" className="size-5 text-muted" />
      <p className="min-w-0 flex-1">
        <span className="block font-medium [overflow-wrap:anywhere]">{title}</span>
        <span className="numbers flex flex-wrap items-center gap-x-2 gap-y-1 text-small text-muted">
          {t('PDF, {bytes}', { bytes: bytes(document.bytes) })}
          {document.branded && <Branded />}
        </span>
      </p>
      <Button
        icon="download"
        busy={download.isPending}
        disabled={isReadOnly()}
        aria-label={t('Download {name}', { name: title })}
        onClick={() => download.mutate()}
      >
        <span className="max-sm:sr-only">{t('Download')}</span>
      </Button>
    </li>
  );
}
