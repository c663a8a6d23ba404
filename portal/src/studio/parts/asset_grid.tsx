/** The photos of an order in their order: drag, or move by the menu and the keyboard; hidden ones are marked. */
import { useState } from 'react';
import type { WorkspaceAsset } from '../../lib/api';
import { t } from '../../lib/text';
import { useAssetChange, type AssetChange } from '../../lib/workspace';
import { Spinner } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Menu, MenuItem } from '../../ui/menu';
import { Photo } from '../../ui/photo';
import { toast } from '../../ui/toast';

interface AssetGridProps {
  listing_id: string;
  /** What is shown, in order. */
  assets: WorkspaceAsset[];
  /** Every asset of the order, refused and arriving ones too: places count in this list. */
  all: WorkspaceAsset[];
  onOpen: (asset_id: string) => void;
}

export function AssetGrid({ listing_id, assets, all, onOpen }: AssetGridProps) {
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
          draggable={asset.state === 'ready'}
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
          <Tile asset={asset} index={index} count={assets.length} onOpen={onOpen} apply={apply} move={move} />
        </li>
      ))}
    </ol>
  );
}

interface TileProps {
  asset: WorkspaceAsset;
  index: number;
  count: number;
  onOpen: (asset_id: string) => void;
  apply: (asset_id: string, change: AssetChange) => void;
  move: (asset_id: string, to: number) => void;
}

function Tile({ asset, index, count, onOpen, apply, move }: TileProps) {
  const { asset_id, preview, name, hidden } = asset;
  return (
    <div>
      <div className="relative">
        <button
          type="button"
          disabled={!preview}
          onClick={() => onOpen(asset_id)}
          aria-label={t('Edit {name}', { name })}
          className="grid aspect-3/2 w-full place-items-center overflow-hidden rounded-control bg-sunken text-muted"
        >
          {preview ? (
            <Photo
              preview={preview}
              alt={asset.alt}
              sizes="(min-width: 64rem) 240px, 50vw"
              className={`size-full object-cover ${hidden ? 'opacity-35' : ''}`}
            />
          ) : (
            <span className="flex items-center gap-2 text-small">
              <Spinner />
              {t('Processing')}
            </span>
          )}
        </button>
        <span className="numbers pointer-events-none absolute top-2 left-2 rounded-full bg-scrim px-2 text-small text-white">
          {index + 1}
        </span>
        {hidden && (
          <span className="pointer-events-none absolute bottom-2 left-2 flex items-center gap-1 rounded-full bg-surface px-2 text-small font-medium">
            <Icon name="hidden" className="size-4" />
            {t('Hidden')}
          </span>
        )}
      </div>
      <div className="flex items-start justify-between gap-1 pt-1">
        <p className="min-w-0 pt-1.5 text-small [overflow-wrap:anywhere]">
          {asset.caption || <span className="text-muted">{name}</span>}
        </p>
        {asset.state === 'ready' && (
          <Menu
            label={t('Actions for {name}', { name })}
            buttonClass="grid size-9 shrink-0 place-items-center rounded-control hover:bg-sunken"
            button={<Icon name="more" />}
          >
            <MenuItem icon="edit" onSelect={() => onOpen(asset_id)}>
              {t('Edit details')}
            </MenuItem>
            <MenuItem icon="back" disabled={index === 0} onSelect={() => move(asset_id, index - 1)}>
              {t('Move earlier')}
            </MenuItem>
            <MenuItem icon="next" disabled={index === count - 1} onSelect={() => move(asset_id, index + 1)}>
              {t('Move later')}
            </MenuItem>
            <MenuItem icon="photos" disabled={index === 0} onSelect={() => move(asset_id, 0)}>
              {t('Make it the cover')}
            </MenuItem>
            <MenuItem icon={hidden ? 'eye' : 'hidden'} onSelect={() => apply(asset_id, { hidden: !hidden })}>
              {hidden ? t('Show to the customer') : t('Hide from the customer')}
            </MenuItem>
          </Menu>
        )}
      </div>
    </div>
  );
}
