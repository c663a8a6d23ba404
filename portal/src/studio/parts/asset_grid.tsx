/** The photos of an order in their order: drag, or move by the menu and the keyboard; hidden ones are marked. */
import { useState } from 'react';
import type { WorkspaceAsset } from '../../lib/api';
import { useAssetChange, type AssetChange } from '../../lib/workspace';
import { toast } from '../../ui/toast';
import { AssetTile } from './asset_tile';

interface AssetGridProps {
  listing_id: string;
  /** What is shown, in order. */
  assets: WorkspaceAsset[];
  /** Every asset of the order, refused and arriving ones too: places count in this list. */
  all: WorkspaceAsset[];
  /** The chosen ones while selecting, else null. */
  chosen: ReadonlySet<string> | null;
  onChoose: (asset_id: string, upToHere: boolean) => void;
  onOpen: (asset_id: string) => void;
}

export function AssetGrid({ listing_id, assets, all, chosen, onChoose, onOpen }: AssetGridProps) {
  const change = useAssetChange(listing_id);
  const [dragged, setDragged] = useState<string | null>(null);
  const [target, setTarget] = useState<string | null>(null);
  const apply = (asset_id: string, what: AssetChange) =>
    change.mutate({ asset_id, change: what }, { onError: (error) => toast(error.message) });
  const move = (asset_id: string, to: number) => {
    const there = assets[to];
    if (there && there.asset_id !== asset_id) apply(asset_id, { position: all.indexOf(there) + 1 });
  };
  return (
    <ol className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4 xl:grid-cols-5">
      {assets.map((asset, index) => (
        <li
          key={asset.asset_id}
          draggable={asset.state === 'ready' && !chosen}
          onDragStart={(event) => {
            setDragged(asset.asset_id);
            event.dataTransfer.effectAllowed = 'move';
          }}
          onDragEnd={() => {
            setDragged(null);
            setTarget(null);
          }}
          onDragOver={(event) => {
            if (!dragged) return;
            event.preventDefault();
            setTarget(asset.asset_id);
          }}
          onDrop={(event) => {
            event.preventDefault();
            if (dragged) move(dragged, index);
          }}
          className={`min-w-0 ${target === asset.asset_id && dragged !== asset.asset_id ? 'rounded-control outline-2 outline-offset-4 outline-ring' : ''} ${dragged === asset.asset_id ? 'opacity-50' : ''}`}
        >
          <AssetTile
            asset={asset}
            index={index}
            count={assets.length}
            chosen={chosen && chosen.has(asset.asset_id)}
            onChoose={onChoose}
            onOpen={onOpen}
            apply={apply}
            move={move}
          />
        </li>
      ))}
    </ol>
  );
}
