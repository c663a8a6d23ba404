/** The bar of a selection: how many, everything, and their download. */
import { t, tn } from '../../lib/text';
import { isReadOnly } from '../../lib/view';
import { Button } from '../../ui/button';

export function ChosenBar({
  count,
  onAll,
  onDownload,
}: {
  count: number;
  onAll: () => void;
  onDownload: () => void;
}) {
  return (
    <div className="sticky bottom-[calc(3.55rem+env(safe-area-inset-bottom))] z-10 order-2 -mx-4 flex flex-wrap items-center justify-between gap-3 border-t border-line bg-surface px-4 py-3 sm:-mx-6 sm:px-6 md:bottom-4 md:mx-0 md:rounded-card md:border md:shadow-float">
      <p className="numbers font-medium" aria-live="polite">
        {tn(count, '{n} selected', '{n} selected')}
      </p>
      <div className="flex gap-2">
        <Button look="quiet" onClick={onAll}>
          {t('Select all')}
        </Button>
        <Button look="primary" icon="download" disabled={count === 0 || isReadOnly()} onClick={onDownload}>
          {t('Download')}
        </Button>
      </div>
    </div>
  );
}
