/** What is being uploaded: progress in all and for each file, with cancel and try again. */
import { bytes } from '../../lib/format';
import { t } from '../../lib/text';
import type { UploadItem, Uploader } from '../../lib/upload';
import { Button, IconButton } from '../../ui/button';

interface UploadProgressProps {
  uploader: Uploader;
  items: readonly UploadItem[];
}

export default function UploadProgress({ uploader, items }: UploadProgressProps) {
  const counted = items.filter(({ state }) => state !== 'refused' && state !== 'canceled');
  const sent = counted.reduce((sum, item) => sum + item.sent, 0);
  const all = counted.reduce((sum, item) => sum + item.bytes, 0);
  const stored = counted.filter(({ state }) => state === 'stored').length;
  const listed = items.filter(({ state }) => state !== 'stored');
  return (
    <div className="rounded-card border border-line bg-surface">
      <div className="px-5 py-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="numbers font-semibold" role="status">
            {t('{stored} of {all} files uploaded', { stored, all: counted.length })}
          </p>
          {uploader.busy ? (
            <Button look="quiet" onClick={() => uploader.cancelAll()}>
              {t('Cancel all')}
            </Button>
          ) : (
            <Button look="quiet" onClick={() => uploader.clear()}>
              {t('Clear the list')}
            </Button>
          )}
        </div>
        <progress value={sent} max={Math.max(1, all)} aria-label={t('All files')} className="meter mt-3 mb-1.5" />
        <p className="numbers text-small text-muted">
          {t('{sent} of {all}', { sent: bytes(sent), all: bytes(all) })}
        </p>
      </div>
      {listed.length > 0 && (
        <ul
          aria-label={t('Files')}
          tabIndex={0}
          className="max-h-72 divide-y divide-line overflow-y-auto border-t border-line"
        >
          {listed.map((item) => (
            <Row key={item.id} item={item} uploader={uploader} />
          ))}
        </ul>
      )}
    </div>
  );
}

function stateWord(item: UploadItem): string {
  if (item.state === 'waiting') return t('Waiting');
  if (item.state === 'finishing') return t('Finishing');
  if (item.state === 'canceled') return t('Canceled');
  if (item.state === 'refused') return item.reason ?? t('Refused');
  if (item.state === 'failed') return item.reason ?? t('The connection failed. What was sent is kept.');
  return t('{sent} of {all}', { sent: bytes(item.sent), all: bytes(item.bytes) });
}

function Row({ item, uploader }: { item: UploadItem; uploader: Uploader }) {
  const bad = item.state === 'refused' || item.state === 'failed';
  const open = item.state === 'waiting' || item.state === 'sending';
  return (
    <li className="flex min-h-14 items-center gap-4 px-5 py-2">
      <div className="min-w-0 flex-1">
        <p className="[overflow-wrap:anywhere]">{item.name}</p>
        <p className={`numbers text-small ${bad ? 'text-bad' : 'text-muted'}`}>{stateWord(item)}</p>
      </div>
      {item.state === 'sending' && (
        <progress
          value={item.sent}
          max={item.bytes}
          aria-label={item.name}
          className="meter w-24! max-sm:hidden"
        />
      )}
      {item.state === 'failed' && (
        <Button icon="retry" onClick={() => void uploader.retry(item.id)}>
          {t('Try again')}
        </Button>
      )}
      {open && (
        <IconButton
          icon="close"
          label={t('Cancel {name}', { name: item.name })}
          onClick={() => uploader.cancel(item.id)}
        />
      )}
    </li>
  );
}
