/** The one download dialog: everything or a selection, in one of three sizes, with progress (product 5, portal.md Bundles). */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Asset, Gallery, Size } from '../../lib/api';
import { saveBundle, type BundleFile } from '../../lib/bundle';
import { bytesOfWhole, wholeFiles } from '../../lib/counted';
import { NOTHING, useKeptDownload, type Part } from '../../lib/kept_download';
import { fitsPart, partName, parts } from '../../lib/parts';
import { canStream, saveUrl } from '../../lib/saving';
import { askAccess, askBundle, askDownload, bytesOf, sizeHint, SIZES, sizeWord, sum } from '../../lib/downloads';
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

export default function DownloadDialog({ gallery, assets, everything, onClose }: DownloadDialogProps) {
  const offered = SIZES.filter(
    (size) =>
      assets.some((asset) => asset.downloads?.some((one) => one.size === size)) ||
      (assets.length === 0 && size === 'original'),
  );
  const ids = everything ? null : assets.map((asset) => asset.asset_id);
  const { kept, keep } = useKeptDownload([gallery.listing_id, `${gallery.version}`, ...(ids ?? ['everything'])]);
  const { parts: split, saved, progress } = kept;
  const [chosen, setSize] = useState<Size>(
    canStream() || !offered.includes('mls') ? (offered[0] ?? 'original') : 'mls',
  );
  const size = split.length > 0 ? kept.size : chosen;
  const [prepared, setPrepared] = useState(false);
  const whole = everything ? wholeFiles(gallery) : [];
  // What one part cannot hold would have to fit into the memory of a phone: it is saved by itself.
  const alone = canStream() ? [] : whole.filter((file) => !fitsPart(file.bytes ?? 0));
  const one = assets.length === 1 && whole.length === 0 ? assets[0] : undefined;
  const bytesIn = (option: Size) => sum(assets, option) + bytesOfWhole(whole) - bytesOfWhole(alone);
  const count = assets.length + whole.length - alone.length;

  const begin = async (files: BundleFile[], file_name: string) => {
    const grouped = canStream() ? [files] : parts(files.filter((file) => fitsPart(file.bytes)));
    const all = grouped.map((files, at) => ({ files, name: partName(file_name, at + 1, grouped.length) }));
    keep({ size, parts: all, saved: 0 });
    await save(all, 0);
  };
  const save = async (all: Part[], at: number) => {
    const part = all[at];
    if (!part) return;
    keep({ progress: { done: 0, total: part.files.reduce((sum, file) => sum + file.bytes, 0) } });
    try {
      await saveBundle(part.files, part.name, (done, total) => keep({ progress: { done, total } }));
    } catch (error) {
      keep({ progress: null });
      throw isAbort(error) ? error : new Error(interrupted(at + 1, all.length));
    }
    keep({ progress: null, saved: at + 1 });
  };
  const download = useMutation({
    mutationFn: async () => {
      const { listing_id } = gallery;
      if (one) {
        saveUrl((await askDownload(listing_id, one.asset_id, size)).url);
        return onClose();
      }
      if (split.length > 0) {
        await askAccess(listing_id);
        return save(split, saved);
      }
      const bundle = await askBundle(listing_id, size, ids);
      if (bundle.kind === 'files') return begin(bundle.files ?? [], bundle.file_name);
      if (bundle.url) saveUrl(bundle.url);
      setPrepared(true);
    },
  });
  const busy = download.isPending || progress !== null;
  const finished = prepared || (split.length > 0 && saved === split.length);
  const close = () => {
    if (finished || (saved === 0 && !busy)) keep(NOTHING);
    onClose();
  };
  const startOver = () => {
    keep(NOTHING);
    download.reset();
  };
  const label =
    split.length > 1
      ? t('Download part {part} of {of}', { part: saved + 1, of: split.length })
      : split.length === 1 && !busy
        ? t('Try again')
        : t('Download {bytes}', { bytes: bytes(one ? bytesOf(one, size) : bytesIn(size)) });
  const legend =
    split.length > 1
      ? t('In {n} ZIP files, one after the other.', { n: split.length })
      : everything && !one
        ? t('Everything in this listing, in one ZIP file.')
        : t('Choose a size.');
  return (
    <Dialog
      title={one ? t('Download photo') : tn(count, 'Download {n} file', 'Download {n} files')}
      onClose={close}
      footer={
        finished ? (
          <Button look="primary" onClick={close}>
            {t('Done')}
          </Button>
        ) : (
          <>
            {split.length > 0 && !busy && <Button onClick={startOver}>{t('Start over')}</Button>}
            <Button
              look="primary"
              icon="download"
              busy={busy}
              disabled={isReadOnly()}
              onClick={() => download.mutate()}
            >
              {label}
            </Button>
          </>
        )
      }
    >
      <fieldset disabled={busy || split.length > 0 || finished}>
        <legend className="mb-3 text-muted">{legend}</legend>
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
        {split.length > 1 && !finished && (
          <p className="font-medium">
            {busy
              ? t('Saving part {part} of {of}.', { part: saved + 1, of: split.length })
              : t('{saved} of {of} parts saved.', { saved, of: split.length })}
          </p>
        )}
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
      <div className="mt-3">
        <FormError error={isAbort(download.error) ? null : download.error} />
      </div>
    </Dialog>
  );
}

const interrupted = (part: number, of: number) =>
  of === 1
    ? t('The download was interrupted. Check your network and try again.')
    : t('Part {part} of {of} was interrupted. Check your network, then go on with it.', { part, of });

const isAbort = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';

function Written({ done, total }: { done: number; total: number }) {
  return (
    <div>
      <progress value={done} max={total} className="meter mb-1.5" aria-label={t('Progress')} />
      <p className="numbers text-small text-muted">
        {t('{done} of {total} saved', { done: bytes(done), total: bytes(total) })}
      </p>
    </div>
  );
}
