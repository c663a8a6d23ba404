/** One picture's downloads in the lightbox: its sizes, and the phone's share sheet. */
import { useState } from 'react';
import type { Asset, Size } from '../../lib/api';
import { saveUrl } from '../../lib/saving';
import { askDownload, sizeWord } from '../../lib/downloads';
import { bytes } from '../../lib/format';
import { canShareFiles, fileToShare, share } from '../../lib/share';
import { t } from '../../lib/text';
import { isReadOnly } from '../../lib/view';
import { Button, Spinner } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Menu, MenuItem } from '../../ui/menu';
import { toast } from '../../ui/toast';

const explain = (error: unknown) => toast(error instanceof Error ? error.message : t('The download failed.'));

export function PhotoActions({ listing_id, photo }: { listing_id: string; photo: Asset }) {
  const [busy, setBusy] = useState(false);
  const [ready, setReady] = useState<File | null>(null);
  if (!photo.downloads?.length || isReadOnly()) return null;
  const during = (work: Promise<void>) => {
    setBusy(true);
    void work.catch(explain).finally(() => setBusy(false));
  };
  const download = async (size: Size) => saveUrl((await askDownload(listing_id, photo.asset_id, size)).url);
  const sharePhoto = async () => {
    const { url, file_name } = await askDownload(listing_id, photo.asset_id, 'web');
    const file = await fileToShare(url, file_name);
    if (!(await share(file))) setReady(file);
  };
  if (ready)
    return (
      <Button
        icon="share"
        className="text-ink"
        onClick={() => {
          setReady(null);
          during(share(ready).then(() => undefined));
        }}
      >
        {t('Share')}
      </Button>
    );
  return (
    <Menu
      label={t('Download this photo')}
      buttonClass="grid size-11 place-items-center rounded-control hover:bg-white/15"
      button={busy ? <Spinner /> : <Icon name="download" />}
    >
      {canShareFiles() && (
        <MenuItem icon="share" onSelect={() => during(sharePhoto())}>
          {t('Share or save…')}
        </MenuItem>
      )}
      {photo.downloads.map(({ size, bytes: count }) => (
        <MenuItem key={size} icon="download" detail={bytes(count)} onSelect={() => during(download(size))}>
          {sizeWord(size)}
        </MenuItem>
      ))}
    </Menu>
  );
}
