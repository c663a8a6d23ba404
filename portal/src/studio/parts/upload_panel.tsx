/** Drop a folder or pick files; what goes on, what was refused and why, what was interrupted. */
import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore, type DragEvent } from 'react';
import type { WorkspaceAsset } from '../../lib/api';
import { droppedFiles, pickedFiles } from '../../lib/dropped';
import { t, tn } from '../../lib/text';
import type { UploadItem, Unfinished } from '../../lib/upload';
import { uploaderFor } from '../../lib/upload_transport';
import { useAssetRemoval } from '../../lib/workspace';
import { Button, IconButton } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Bar } from '../../ui/states';
import { toast } from '../../ui/toast';

const loadProgress = () => import('./upload_progress');
const UploadProgress = lazy(loadProgress);

interface UploadPanelProps {
  listing_id: string;
  order_id: string;
  assets: WorkspaceAsset[];
}

const ACCEPT = '.jpg,.jpeg,.png,.tif,.tiff,.webp,.pdf,.mp4,.mov,.m4v';

export function UploadPanel({ listing_id, order_id, assets }: UploadPanelProps) {
  const uploader = uploaderFor(listing_id, order_id);
  const items = useSyncExternalStore(uploader.subscribe, uploader.items);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => folder.current?.setAttribute('webkitdirectory', ''), []);
  // Before it is wanted: files may be chosen when the network is gone.
  useEffect(() => void loadProgress().catch(() => undefined), []);

  const unfinished: Unfinished[] = assets.flatMap(({ state, upload_id, name, bytes }) =>
    state === 'uploading' && upload_id ? [{ upload_id, name, bytes }] : [],
  );
  const add = (added: File[]) => {
    if (added.length === 0) toast(t('There are no files in there.'));
    else void uploader.add(added, unfinished);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    droppedFiles(event.dataTransfer).then(add, () => toast(t('This folder could not be read.')));
  };
  const picked = (input: HTMLInputElement) => {
    add(pickedFiles(input.files));
    input.value = '';
  };
  return (
    <section aria-label={t('Upload')} className="grid gap-3">
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        className={`flex flex-wrap items-center justify-between gap-x-6 gap-y-4 rounded-card border border-dashed px-5 py-6 ${over ? 'border-ring bg-soft' : 'border-edge bg-surface'}`}
      >
        <div className="flex min-w-0 flex-1 basis-64 items-center gap-4">
          <span className="grid size-11 shrink-0 place-items-center rounded-full bg-sunken">
            <Icon name="upload" />
          </span>
          <p>
            <strong className="block font-semibold">{t('Drop a folder or files here')}</strong>
            <span className="block text-small text-muted">
              {t(
                'JPEG, PNG, TIFF and WebP up to 200 MB and 100 megapixels, MP4 and MOV up to 5 GB, PDF up to 100 MB',
              )}
            </span>
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => folder.current?.click()}>{t('Choose a folder')}</Button>
          <Button onClick={() => files.current?.click()}>{t('Choose files')}</Button>
        </div>
        <input
          ref={files}
          type="file"
          multiple
          accept={ACCEPT}
          hidden
          data-pick="files"
          onChange={(event) => picked(event.currentTarget)}
        />
        <input
          ref={folder}
          type="file"
          multiple
          hidden
          data-pick="folder"
          onChange={(event) => picked(event.currentTarget)}
        />
      </div>
      {items.length > 0 && (
        <Suspense fallback={<Bar className="h-28" />}>
          <UploadProgress uploader={uploader} items={items} />
        </Suspense>
      )}
      <Interrupted unfinished={unfinished} items={items} />
      <Refused listing_id={listing_id} assets={assets} />
    </section>
  );
}

function Interrupted({ unfinished, items }: { unfinished: Unfinished[]; items: readonly UploadItem[] }) {
  const running = new Set(
    items.filter(({ state }) => state !== 'canceled').map(({ name, bytes }) => `${name} ${bytes}`),
  );
  const left = unfinished.filter(({ name, bytes }) => !running.has(`${name} ${bytes}`));
  if (left.length === 0) return null;
  return (
    <p className="flex gap-3 rounded-card bg-info-soft px-5 py-3.5">
      <Icon name="upload" className="mt-0.5 size-5 text-info" />
      <span>
        <strong className="font-semibold">
          {tn(left.length, '{n} upload was interrupted.', '{n} uploads were interrupted.')}
        </strong>{' '}
        {t('Choose the same files again: only what is missing is sent.')}
      </span>
    </p>
  );
}

function Refused({ listing_id, assets }: { listing_id: string; assets: WorkspaceAsset[] }) {
  const removal = useAssetRemoval(listing_id);
  const refused = assets.filter((asset) => asset.state === 'refused');
  if (refused.length === 0) return null;
  return (
    <div className="rounded-card border border-line bg-surface">
      <p className="px-5 pt-4 pb-2 font-semibold">
        {tn(refused.length, '{n} file was refused', '{n} files were refused')}
      </p>
      <ul className="divide-y divide-line">
        {refused.map((asset) => (
          <li key={asset.asset_id} className="flex min-h-14 items-center gap-4 px-5 py-2">
            <div className="min-w-0 flex-1">
              <p className="[overflow-wrap:anywhere]">{asset.name}</p>
              <p className="text-small text-bad">{asset.refused_reason}</p>
            </div>
            <IconButton
              icon="trash"
              label={t('Remove {name}', { name: asset.name })}
              disabled={removal.isPending}
              onClick={() => removal.mutate(asset.asset_id, { onError: (error) => toast(error.message) })}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
