/** The photos of an order in their order: moved with the mouse, by the handle, with keys, or to a place by number. */
import { lazy, Suspense, useId, useState } from 'react';
import type { Workspace, WorkspaceAsset } from '../../lib/api';
import { useReorder } from '../../lib/reorder';
import { t } from '../../lib/text';
import { useAssetChange, useCover, type AssetChange } from '../../lib/workspace';
import { toast } from '../../ui/toast';
import { AssetTile } from './asset_tile';

const PlaceDialog = lazy(() => import('./place_dialog'));

interface AssetGridProps {
  listing_id: string;
  /** What is shown, in order. */
  assets: WorkspaceAsset[];
  /** Every asset of the order, refused and arriving ones too: places count in this list. */
  all: WorkspaceAsset[];
  cover: Workspace['cover'];
  /** The chosen ones while selecting, else null. */
  chosen: ReadonlySet<string> | null;
  onChoose: (asset_id: string, upToHere: boolean) => void;
  onOpen: (asset_id: string) => void;
}

export function AssetGrid({ listing_id, assets, all, cover, chosen, onChoose, onOpen }: AssetGridProps) {
  const change = useAssetChange(listing_id);
  const coverChange = useCover(listing_id);
  const [placing, setPlacing] = useState<WorkspaceAsset | null>(null);
  const hint = useId();
  const byId = new Map(assets.map((asset) => [asset.asset_id, asset]));
  const apply = (asset_id: string, what: AssetChange, settled?: () => void) =>
    change.mutate({ asset_id, change: what }, { onError: (error) => toast(error.message), onSettled: settled });
  const move = (asset_id: string, to: number, settled?: () => void) => {
    const there = assets[to];
    if (there && there.asset_id !== asset_id) apply(asset_id, { position: all.indexOf(there) + 1 }, settled);
  };
  const reorder = useReorder({
    ids: assets.map((asset) => asset.asset_id),
    nameOf: (asset_id) => byId.get(asset_id)?.caption || byId.get(asset_id)?.name || '',
    onMove: move,
  });
  const places = new Map(reorder.order.map((asset_id, place) => [asset_id, place]));
  return (
    <>
      <p id={hint} className="sr-only">
        {t('Space holds the photo, arrow keys move it, Space drops it, Escape puts it back.')}
      </p>
      <p aria-live="assertive" className="sr-only">
        {reorder.said}
      </p>
      <ol className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4 xl:grid-cols-5">
        {assets.map((asset, at) => {
          const { asset_id } = asset;
          const index = places.get(asset_id) ?? at;
          const moves = asset.state === 'ready' && !chosen;
          return (
            <li
              key={asset_id}
              data-id={asset_id}
              style={reorder.isMoving ? { order: String(index) } : undefined}
              className={`min-w-0 scroll-my-24 rounded-control ${reorder.heldId === asset_id ? 'opacity-80 outline-2 outline-offset-4 outline-ring' : ''}`}
            >
              <AssetTile
                asset={asset}
                index={index}
                count={assets.length}
                chosen={chosen && chosen.has(asset_id)}
                drag={moves ? { thing: reorder.thing(asset_id), handle: reorder.handle(asset_id), hint } : null}
                held={reorder.heldId === asset_id}
                onChoose={onChoose}
                onOpen={onOpen}
                cover={asset_id === cover.asset_id ? (cover.chosen ? 'chosen' : 'first') : null}
                apply={apply}
                onCover={(chosenCover) =>
                  coverChange.mutate(chosenCover, { onError: (error) => toast(error.message) })
                }
                move={move}
                onPlace={() => setPlacing(asset)}
              />
            </li>
          );
        })}
      </ol>
      <Suspense fallback={null}>
        {placing && (
          <PlaceDialog
            name={placing.name}
            place={assets.indexOf(placing) + 1}
            count={assets.length}
            onMove={(place) => move(placing.asset_id, place - 1)}
            onClose={() => setPlacing(null)}
          />
        )}
      </Suspense>
    </>
  );
}
