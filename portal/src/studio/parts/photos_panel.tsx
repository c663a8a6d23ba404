/** The photos of an order in the workspace: their grid, and the selection that moves several to a section. */
import { lazy, Suspense, useState } from 'react';
import type { Workspace, WorkspaceAsset } from '../../lib/api';
import { useSelection } from '../../lib/selection';
import { t, tn } from '../../lib/text';
import { Button } from '../../ui/button';
import { SelectionBar } from '../../ui/selection_bar';
import { Empty } from '../../ui/states';
import { AssetGrid } from './asset_grid';

const SectionDialog = lazy(() => import('./section_dialog'));

interface PhotosPanelProps {
  listing_id: string;
  /** What is shown, in order. */
  assets: WorkspaceAsset[];
  /** Every asset of the order, refused and arriving ones too: places count in this list. */
  all: WorkspaceAsset[];
  cover: Workspace['cover'];
  /** Names of sections to choose from. */
  sections: readonly string[];
  onOpen: (asset_id: string) => void;
}

export function PhotosPanel({ listing_id, assets, all, cover, sections, onOpen }: PhotosPanelProps) {
  const selection = useSelection(assets.map((asset) => asset.asset_id));
  const [moving, setMoving] = useState(false);
  // A photo may have gone while it was selected.
  const chosen = selection.chosen && assets.filter((asset) => selection.chosen?.has(asset.asset_id));
  const [first] = chosen ?? [];
  return (
    <section aria-labelledby="photos">
      <div className="mb-3 flex min-h-11 items-center justify-between gap-3 md:min-h-10">
        <h2 id="photos" className="text-lead font-semibold">
          {tn(assets.length, '{n} photo', '{n} photos')}
        </h2>
        {assets.length > 0 && (
          <Button aria-pressed={chosen !== null} onClick={chosen ? selection.end : selection.start}>
            {chosen ? t('Done') : t('Select')}
          </Button>
        )}
      </div>
      {assets.length === 0 ? (
        <Empty icon="photos" title={t('The photos will be here')}>
          {t('Drop a folder above. Each photo shows up as soon as it is ready.')}
        </Empty>
      ) : (
        <AssetGrid
          listing_id={listing_id}
          assets={assets}
          all={all}
          cover={cover}
          chosen={selection.chosen}
          onChoose={selection.choose}
          onOpen={onOpen}
        />
      )}
      {chosen && (
        <SelectionBar count={chosen.length}>
          <Button look="quiet" onClick={selection.all}>
            {t('Select all')}
          </Button>
          <Button look="primary" disabled={chosen.length === 0} onClick={() => setMoving(true)}>
            {t('Move to section')}
          </Button>
        </SelectionBar>
      )}
      <Suspense fallback={null}>
        {moving && chosen && (
          <SectionDialog
            listing_id={listing_id}
            asset_ids={chosen.map((asset) => asset.asset_id)}
            section={first && chosen.every((asset) => asset.section === first.section) ? first.section : ''}
            sectioned={chosen.some((asset) => asset.section)}
            names={sections}
            onClose={() => setMoving(false)}
            onMoved={() => {
              setMoving(false);
              selection.end();
            }}
          />
        )}
      </Suspense>
    </section>
  );
}
