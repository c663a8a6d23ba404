/** The one download dialog: everything or a selection, in one of three sizes, with progress (product 5, portal.md Bundles). */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Asset, Gallery, Size } from '../../lib/api';
import { saveBundle, type BundleFile } from '../../lib/bundle';
import { bytesOfWhole, wholeFiles } from '../../lib/counted';
import { partName, parts, PART_BYTES } from '../../lib/parts';
import { canStream, saveUrl } from '../../lib/saving';
import { askBundle, askDownload, bytesOf, sizeHint, SIZES, sizeWord, sum } from '../../lib/downloads';
import { bytes } from '../../lib/format';
import { t, tn } from '../../lib/text';
import { isReadOnly } from '../../lib/view';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { FormError } from '../../ui/form_error';

interface DownloadDialogProps {
  gallery: Gallery;
  assets: Asset[];
  everything: boolean;
  onClose: () => void;
}

interface State {
  done: number;
  total: number;
}

export default function DownloadDialog({ gallery, assets, everything, onClose }: DownloadDialogProps) {
  const offered = SIZES.filter(
    (size) =>
      assets.some((asset) => asset.downloads?.some((one) => one.size === size)) ||
      (assets.length === 0 && size === 'original'),
  );
  const [size, setSize] = useState<Size>(
    canStream() || !offered.includes('mls') ? (offered[0] ?? 'original') : 'mls',
  );
  const [progress, setProgress] = useState<State | null>(null);
  const [rest, setRest] = useState<{ name: string; files: BundleFile[] }[]>([]);
  const [finished, setFinished] = useState(false);
  const whole = everything ? wholeFiles(gallery) : [];
  // What one part cannot hold would have to fit into the memory of a phone: it is saved by itself.
  const alone = canStream() ? [] : whole.filter((file) => (file.bytes ?? 0) > PART_BYTES);
  const one = assets.length === 1 && whole.length === 0 ? assets[0] : undefined;
  const bytesIn = (option: Size) => sum(assets, option) + bytesOfWhole(whole) - bytesOfWhole(alone);
  const count = assets.length + whole.length - alone.length;

  const write = async (waiting: { name: string; files: BundleFile[] }[]) => {
    const [next, ...later] = waiting;
    setRest(waiting);
    if (!next) return;
    await saveBundle(next.files, next.name, (done, total) => setProgress({ done, total }));
    setRest(later);
    setProgress(null);
    setFinished(later.length === 0);
  };
  const download = useMutation({
    mutationFn: async () => {
      const { listing_id } = gallery;
      if (one) {
        saveUrl((await askDownload(listing_id, one.asset_id, size)).url);
        return onClose();
      }
      if (rest.length > 0) return write(rest);
      const ids = everything ? null : assets.map((asset) => asset.asset_id);
      const bundle = await askBundle(listing_id, size, ids);
      if (bundle.kind === 'prepared' && bundle.url) {
        saveUrl(bundle.url);
        return setFinished(true);
      }
      const files = (bundle.files ?? []).filter((file) => canStream() || file.bytes <= PART_BYTES);
      const split = canStream() ? [files] : parts(files);
      return write(
        split.map((files, index) => ({ files, name: partName(bundle.file_name, index + 1, split.length) })),
      );
    },
  });
  const left = rest.length;
  return (
    <Dialog
      title={one ? t('Download photo') : tn(count, 'Download {n} file', 'Download {n} files')}
      onClose={onClose}
      footer={
        finished ? (
          <Button look="primary" onClick={onClose}>
            {t('Done')}
          </Button>
        ) : (
          <Button
            look="primary"
            icon="download"
            busy={download.isPending}
            disabled={isReadOnly()}
            onClick={() => download.mutate()}
          >
            {left > 0 && !download.isPending
              ? t('Download the next part ({name})', { name: rest[0]?.name ?? '' })
              : t('Download {bytes}', { bytes: bytes(one ? bytesOf(one, size) : bytesIn(size)) })}
          </Button>
        )
      }
    >
      <fieldset disabled={download.isPending || left > 0 || finished}>
        <legend className="mb-3 text-muted">
          {everything && !one ? t('Everything in this listing, in one ZIP file.') : t('Choose a size.')}
        </legend>
        <div className="grid gap-2">
          {offered.map((option) => (
            <label
              key={option}
              className={`flex items-center gap-3 rounded-control border px-4 py-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ring ${
                option === size ? 'border-ring bg-soft' : 'border-line hover:bg-sunken'
              }`}
            >
              <input
                type="radio"
                name="size"
                className="size-4 accent-accent"
                checked={option === size}
                onChange={() => setSize(option)}
              />
              <span className="flex-1">
                <span className="block font-medium">{sizeWord(option)}</span>
                <span className="block text-small text-muted">{sizeHint(option, assets)}</span>
              </span>
              <span className="numbers text-muted">{bytes(bytesIn(option))}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="mt-4 grid gap-3" role="status">
        {progress && <Written {...progress} />}
        {finished && (
          <p className="font-medium text-ok">{t('Your download is complete or in your browser’s list.')}</p>
        )}
        {alone.length > 0 && (
          <p className="text-small text-muted">
            {tn(
              alone.length,
              '{n} video is too large for this browser’s ZIP files. Download it by itself.',
              '{n} videos are too large for this browser’s ZIP files. Download them by themselves.',
            )}
          </p>
        )}
        {!canStream() && !one && size === 'original' && (
          <p className="text-small text-muted">
            {t('This browser saves large downloads in parts of up to 500 MB.')}
          </p>
        )}
      </div>
      <FormError error={isAbort(download.error) ? null : download.error} />
    </Dialog>
  );
}

const isAbort = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';

function Written({ done, total }: State) {
  return (
    <div>
      <progress value={done} max={total} className="meter mb-1.5" aria-label={t('Progress')} />
      <p className="numbers text-small text-muted">
        {t('{done} of {total} saved', { done: bytes(done), total: bytes(total) })}
      </p>
    </div>
  );
}
