/** What has no picture to show: documents, videos and the like, each as a row. */
import type { Asset } from '../../lib/api';
import { saveUrl } from '../../lib/bundle';
import { askDownload } from '../../lib/downloads';
import { bytes } from '../../lib/format';
import { t } from '../../lib/text';
import { isReadOnly } from '../../lib/view';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { toast } from '../../ui/toast';

export function OtherFiles({ assets, listing_id }: { assets: Asset[]; listing_id: string }) {
  if (assets.length === 0) return null;
  const save = (asset: Asset) =>
    void askDownload(listing_id, asset.asset_id, 'original')
      .then(({ url }) => saveUrl(url))
      .catch((error: unknown) => toast(error instanceof Error ? error.message : t('The download failed.')));
  return (
    <ul className="mt-6 divide-y divide-line rounded-card border border-line bg-surface">
      {assets.map((asset) => (
        <li key={asset.asset_id} className="flex flex-wrap items-center justify-between gap-3 px-5 py-3">
          <span className="min-w-0">
            <span className="block truncate font-medium">{asset.caption ?? asset.name}</span>
            {asset.downloads?.[0] && <span className="numbers text-small text-muted">{bytes(asset.downloads[0].bytes)}</span>}
          </span>
          {asset.downloads?.length ? (
            <Button icon="download" disabled={isReadOnly()} onClick={() => save(asset)}>
              {t('Download')}
            </Button>
          ) : (
            <span className="flex items-center gap-1.5 text-muted">
              <Icon name="lock" className="size-4" />
              {t('Locked')}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
