/** The bar of a selection: how many, everything, and their download. */
import { t } from '../../lib/text';
import { isReadOnly } from '../../lib/view';
import { Button } from '../../ui/button';
import { SelectionBar } from '../../ui/selection_bar';

export default function ChosenBar({
  count,
  onAll,
  onDownload,
}: {
  count: number;
  onAll: () => void;
  onDownload: () => void;
}) {
  return (
    <SelectionBar count={count}>
      <Button look="quiet" onClick={onAll}>
        {t('Select all')}
      </Button>
      <Button look="primary" icon="download" disabled={count === 0 || isReadOnly()} onClick={onDownload}>
        {t('Download')}
      </Button>
    </SelectionBar>
  );
}
