/** One photo of the workspace: its picture, what is to know about it, and what can be done with it. */
import type { WorkspaceAsset } from '../../lib/api';
import type { useReorder } from '../../lib/reorder';
import { t } from '../../lib/text';
import type { AssetChange } from '../../lib/workspace';
import { Spinner } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Menu, MenuItem } from '../../ui/menu';
import { Photo } from '../../ui/photo';

type Reorder = ReturnType<typeof useReorder>;

interface AssetTileProps {
  asset: WorkspaceAsset;
  index: number;
  count: number;
  /** Whether it stands for the listing on cards: chosen for that, or as the first. */
  cover: 'chosen' | 'first' | null;
  /** Whether it is chosen; null while nothing is being selected. */
  chosen: boolean | null;
  onChoose: (asset_id: string, upToHere: boolean) => void;
  /** What makes it movable; null: it stays. */
  drag: { thing: ReturnType<Reorder['thing']>; handle: ReturnType<Reorder['handle']>; hint: string } | null;
  held: boolean;
  onOpen: (asset_id: string) => void;
  apply: (asset_id: string, change: AssetChange) => void;
  onCover: (asset_id: string | null) => void;
  move: (asset_id: string, to: number) => void;
  /** Asks for its place by number. */
  onPlace: () => void;
}

export function AssetTile({
  asset,
  index,
  count,
  cover,
  chosen,
  onChoose,
  drag,
  held,
  onOpen,
  apply,
  onCover,
  move,
  onPlace,
}: AssetTileProps) {
  const { asset_id, preview, name, hidden } = asset;
  const choosing = chosen !== null;
  const isPlan = asset.kind === 'floor_plan';
  return (
    <div>
      <div
        className={`relative ${held ? 'cursor-grabbing' : ''}`}
        {...drag?.thing}
        // The browser's own dragging of a picture would end ours.
        onDragStart={(event) => event.preventDefault()}
      >
        <button
          type="button"
          disabled={!preview}
          onClick={(event) => (choosing ? onChoose(asset_id, event.shiftKey) : onOpen(asset_id))}
          aria-label={choosing ? name : t('Edit {name}', { name })}
          aria-pressed={chosen ?? undefined}
          className="grid aspect-3/2 w-full place-items-center overflow-hidden rounded-control bg-sunken text-muted"
        >
          {preview ? (
            <Photo
              preview={preview}
              alt={asset.alt}
              sizes="(min-width: 64rem) 240px, 50vw"
              className={`size-full ${isPlan ? 'bg-white object-contain p-1' : 'object-cover'} ${hidden ? 'opacity-35' : ''}`}
            />
          ) : (
            <span className="flex items-center gap-2 text-small">
              <Spinner />
              {t('Processing')}
            </span>
          )}
        </button>
        {choosing ? (
          <span
            className={`pointer-events-none absolute top-2 left-2 grid size-7 place-items-center rounded-full border-2 border-white ${chosen ? 'bg-accent text-on-accent' : 'bg-scrim'}`}
          >
            {chosen && <Icon name="check" className="size-4" />}
          </span>
        ) : (
          <span className="numbers pointer-events-none absolute top-2 left-2 rounded-full bg-scrim px-2 text-small text-white">
            {index + 1}
          </span>
        )}
        {drag && (
          <button
            type="button"
            {...drag.handle}
            aria-label={t('Move {name}', { name })}
            aria-describedby={drag.hint}
            aria-pressed={held}
            title={t('Drag to move')}
            className="absolute top-1 right-1 grid size-9 cursor-grab md:size-8 touch-none place-items-center rounded-full bg-scrim text-white active:cursor-grabbing"
          >
            <Icon name="grip" />
          </button>
        )}
        {cover && (
          <span className="pointer-events-none absolute bottom-2 left-2 flex items-center gap-1 rounded-full bg-surface px-2 text-small font-medium">
            <Icon name="photos" className="size-4" />
            {t('Cover')}
          </span>
        )}
        {hidden && (
          <span className="pointer-events-none absolute bottom-2 left-2 flex items-center gap-1 rounded-full bg-surface px-2 text-small font-medium">
            <Icon name="hidden" className="size-4" />
            {t('Hidden')}
          </span>
        )}
        <FileMark asset={asset} />
      </div>
      <div className="flex items-start justify-between gap-1 pt-1">
        <p className="min-w-0 pt-1.5 text-small [overflow-wrap:anywhere]">
          {asset.caption || <span className="text-muted">{name}</span>}
          <span className="block text-muted">
            {[asset.section, asset.branded && t('Branded')].filter(Boolean).join(' · ')}
          </span>
        </p>
        {asset.state === 'ready' && !choosing && (
          <Menu
            label={t('Actions for {name}', { name })}
            buttonClass="grid size-9 shrink-0 place-items-center rounded-control hover:bg-sunken"
            button={<Icon name="more" />}
          >
            <MenuItem icon="edit" onSelect={() => onOpen(asset_id)}>
              {t('Edit details')}
            </MenuItem>
            <MenuItem icon="upload" onSelect={() => onOpen(asset_id)}>
              {t('Replace…')}
            </MenuItem>
            <MenuItem icon="back" disabled={index === 0} onSelect={() => move(asset_id, index - 1)}>
              {t('Move earlier')}
            </MenuItem>
            <MenuItem icon="next" disabled={index === count - 1} onSelect={() => move(asset_id, index + 1)}>
              {t('Move later')}
            </MenuItem>
            <MenuItem icon="grip" disabled={count === 1} onSelect={onPlace}>
              {t('Move to position…')}
            </MenuItem>
            <MenuItem icon="photos" disabled={hidden || cover === 'chosen'} onSelect={() => onCover(asset_id)}>
              {t('Use as cover')}
            </MenuItem>
            {cover === 'chosen' && (
              <MenuItem icon="retry" onSelect={() => onCover(null)}>
                {t('Use the first photo as cover')}
              </MenuItem>
            )}
            <MenuItem
              icon={isPlan ? 'photos' : 'document'}
              onSelect={() => apply(asset_id, { kind: isPlan ? 'photo' : 'floor_plan' })}
            >
              {isPlan ? t('This is a photo') : t('This is a floor plan')}
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

/** What becomes of a new file in this photo's place. */
function FileMark({ asset: { replacement, waits } }: { asset: WorkspaceAsset }) {
  if (!replacement && !waits) return null;
  const refused = replacement?.state === 'refused';
  return (
    <span
      className={`pointer-events-none absolute right-2 bottom-2 flex items-center gap-1 rounded-full bg-surface px-2 text-small font-medium ${refused ? 'text-bad' : ''}`}
    >
      <Icon name={refused ? 'alert' : 'retry'} className="size-4" />
      {refused ? t('Refused') : replacement ? t('Replacing') : t('Replaced')}
    </span>
  );
}
