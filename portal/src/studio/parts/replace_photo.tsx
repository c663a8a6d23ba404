/** Gives one photo another file: chosen here, sent with progress, kept or taken back until it is delivered. */
import { useRef, useSyncExternalStore } from 'react';
import type { WorkspaceAsset } from '../../lib/api';
import { t } from '../../lib/text';
import type { UploadItem, Uploader } from '../../lib/upload';
import { replacerFor } from '../../lib/upload_transport';
import { useKeepOld } from '../../lib/workspace';
import { Button, Spinner } from '../../ui/button';
import { FormError } from '../../ui/form_error';
import { Icon } from '../../ui/icon';

const ACCEPT = '.jpg,.jpeg,.png,.tif,.tiff,.webp';

interface ReplacePhotoProps {
  listing_id: string;
  asset: WorkspaceAsset;
}

export function ReplacePhoto({ listing_id, asset }: ReplacePhotoProps) {
  const uploader = replacerFor(listing_id, asset.asset_id);
  const items = useSyncExternalStore(uploader.subscribe, uploader.items);
  const input = useRef<HTMLInputElement>(null);
  const keep = useKeepOld(listing_id);
  const item = items.at(-1);
  const sending = item?.state === 'waiting' || item?.state === 'sending' || item?.state === 'finishing';
  const { replacement, waits } = asset;
  const send = (file: File) => {
    keep.reset();
    uploader.cancelAll();
    uploader.clear();
    void uploader.add([file]);
  };
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-control border border-line p-3 [&>:first-child]:min-w-0 [&>:first-child]:flex-1 [&>:first-child]:basis-56">
      {item && item.state !== 'stored' && item.state !== 'canceled' ? (
        <Sending item={item} uploader={uploader} />
      ) : (
        <Stands asset={asset} />
      )}
      <div className="flex flex-wrap gap-2">
        <Button icon="upload" disabled={sending} onClick={() => input.current?.click()}>
          {t('Replace with another file')}
        </Button>
        {!sending && (replacement ?? waits) && (
          <Button
            busy={keep.isPending}
            onClick={() => keep.mutate(asset.asset_id, { onSuccess: () => uploader.clear() })}
          >
            {t('Keep the old photo')}
          </Button>
        )}
        {item?.state === 'failed' && (
          <Button icon="retry" onClick={() => void uploader.retry(item.id)}>
            {t('Try again')}
          </Button>
        )}
      </div>
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        hidden
        data-pick="replacement"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) send(file);
        }}
      />
      {keep.error && <FormError error={keep.error} />}
    </div>
  );
}

/** What stands in the photo's place, and what becomes of a file that was sent for it. */
function Stands({ asset: { replacement, waits, delivered } }: { asset: WorkspaceAsset }) {
  if (replacement?.state === 'refused')
    return (
      <Bad>
        {t('{name} was refused: {reason} The photo is as it was.', {
          name: replacement.name,
          reason: replacement.refused_reason ?? '',
        })}
      </Bad>
    );
  if (replacement?.state === 'processing')
    return (
      <p role="status" className="flex items-center gap-2 text-small">
        <Spinner />
        {t('{name} is being prepared. The photo here stays until it is ready.', { name: replacement.name })}
      </p>
    );
  if (replacement)
    return (
      <p className="text-small">
        {t('The upload of {name} was interrupted. Choose the same file again.', { name: replacement.name })}
      </p>
    );
  if (waits)
    return (
      <p className="text-small">
        {t('This file is new. The customer sees the one before until you deliver again.')}
      </p>
    );
  return (
    <p className="text-small text-muted">
      {delivered
        ? t('A new file takes this place with its words. The customer sees it when you deliver again.')
        : t('A new file takes this place with its words.')}
    </p>
  );
}

function Sending({ item, uploader }: { item: UploadItem; uploader: Uploader }) {
  if (item.state === 'refused') return <Bad>{item.reason ?? t('This file was refused.')}</Bad>;
  if (item.state === 'failed')
    return <Bad>{item.reason ?? t('The connection failed. What was sent is kept.')}</Bad>;
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <p className="text-small [overflow-wrap:anywhere]" role="status">
          {t('Sending {name}', { name: item.name })}
        </p>
        <progress value={item.sent} max={Math.max(1, item.bytes)} aria-label={item.name} className="meter mt-1" />
      </div>
      <Button look="quiet" onClick={() => uploader.cancel(item.id)}>
        {t('Cancel upload')}
      </Button>
    </div>
  );
}

function Bad({ children }: { children: string }) {
  return (
    <p role="alert" className="flex gap-2 text-small text-bad">
      <Icon name="alert" className="mt-0.5 size-4" />
      {children}
    </p>
  );
}
