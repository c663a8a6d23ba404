/** The videos of an order in the workspace: their posters, their order, and what becomes of each. */
import type { WorkspaceAsset } from '../../lib/api';
import { bytes, length } from '../../lib/format';
import { languageName } from '../../lib/languages';
import { t, tn } from '../../lib/text';
import { useAssetChange } from '../../lib/workspace';
import { Button, Spinner } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Menu, MenuItem } from '../../ui/menu';
import { Photo } from '../../ui/photo';
import { toast } from '../../ui/toast';
import { posterTrouble, usePosterPick } from './poster_pick';

interface VideosPanelProps {
  listing_id: string;
  /** What is shown, in order. */
  videos: WorkspaceAsset[];
  /** Every asset of the order: places count in this list. */
  all: WorkspaceAsset[];
  onOpen: (asset_id: string) => void;
}

export function VideosPanel({ listing_id, videos, all, onOpen }: VideosPanelProps) {
  const change = useAssetChange(listing_id);
  const apply = (asset_id: string, what: { hidden?: boolean; position?: number }) =>
    change.mutate({ asset_id, change: what }, { onError: (error) => toast(error.message) });
  const place = (video: WorkspaceAsset) => all.indexOf(video) + 1;
  return (
    <section aria-labelledby="videos">
      <h2 id="videos" className="mb-3 text-lead font-semibold">
        {tn(videos.length, '{n} video', '{n} videos')}
      </h2>
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {videos.map((video, index) => (
          <VideoTile
            key={video.asset_id}
            listing_id={listing_id}
            video={video}
            before={videos[index - 1]}
            after={videos[index + 1]}
            onOpen={() => onOpen(video.asset_id)}
            onHide={() => apply(video.asset_id, { hidden: !video.hidden })}
            onMove={(other) => apply(video.asset_id, { position: place(other) })}
          />
        ))}
      </ul>
    </section>
  );
}

interface TileProps {
  listing_id: string;
  video: WorkspaceAsset;
  before?: WorkspaceAsset;
  after?: WorkspaceAsset;
  onOpen: () => void;
  onHide: () => void;
  onMove: (other: WorkspaceAsset) => void;
}

function VideoTile({ listing_id, video, before, after, onOpen, onHide, onMove }: TileProps) {
  const { field, pick, isSending } = usePosterPick(listing_id, video.asset_id);
  const { name, hidden, preview } = video;
  const captions = video.video?.captions;
  const about = [
    hidden && t('Hidden'),
    video.video?.seconds && length(video.video.seconds),
    bytes(video.bytes),
    captions && t('Captions in {language}', { language: languageName(captions.language) }),
    video.branded && t('Branded'),
  ].filter(Boolean);
  return (
    <li className="min-w-0 rounded-card border border-line bg-surface p-3">
      <button
        type="button"
        disabled={video.state !== 'ready'}
        onClick={onOpen}
        aria-label={t('Watch and edit {name}', { name })}
        className="relative grid aspect-video w-full place-items-center overflow-hidden rounded-control bg-sunken text-muted"
      >
        <Poster video={video} sending={isSending} />
        {hidden && preview && (
          <span className="absolute bottom-2 left-2 flex items-center gap-1 rounded-full bg-surface px-2 text-small font-medium text-ink">
            <Icon name="hidden" className="size-4" />
            {t('Hidden')}
          </span>
        )}
      </button>
      <div className="flex items-start justify-between gap-1 pt-2">
        <p className="min-w-0 pt-1">
          <span className="block font-medium [overflow-wrap:anywhere]">{video.caption || name}</span>
          <span className="numbers block text-small text-muted">{about.join(' · ')}</span>
        </p>
        {video.state === 'ready' && (
          <Menu
            label={t('Actions for {name}', { name })}
            buttonClass="grid size-9 shrink-0 place-items-center rounded-control hover:bg-sunken"
            button={<Icon name="more" />}
          >
            <MenuItem icon="edit" onSelect={onOpen}>
              {t('Edit details')}
            </MenuItem>
            <MenuItem icon="photos" onSelect={pick}>
              {t('Choose a poster')}
            </MenuItem>
            <MenuItem icon="document" onSelect={onOpen}>
              {captions ? t('Change captions…') : t('Add captions…')}
            </MenuItem>
            <MenuItem icon="back" disabled={!before} onSelect={() => before && onMove(before)}>
              {t('Move earlier')}
            </MenuItem>
            <MenuItem icon="next" disabled={!after} onSelect={() => after && onMove(after)}>
              {t('Move later')}
            </MenuItem>
            <MenuItem icon={hidden ? 'eye' : 'hidden'} onSelect={onHide}>
              {hidden ? t('Show to the customer') : t('Hide from the customer')}
            </MenuItem>
          </Menu>
        )}
      </div>
      {video.state === 'ready' && !isSending && <PosterState video={video} onChoose={pick} />}
      {field}
    </li>
  );
}

function Poster({ video, sending }: { video: WorkspaceAsset; sending: boolean }) {
  if (video.state === 'processing' || sending)
    return (
      <span className="flex items-center gap-2 text-small">
        <Spinner />
        {sending ? t('Sending the poster') : t('Checking the video')}
      </span>
    );
  if (!video.preview) return <Icon name="video" className="size-10" />;
  return (
    <>
      <Photo
        preview={video.preview}
        alt={video.alt}
        sizes="(min-width: 64rem) 24rem, 100vw"
        className={`size-full object-contain ${video.hidden ? 'opacity-35' : ''}`}
      />
      <span className="absolute grid size-12 place-items-center rounded-full bg-scrim text-white">
        <Icon name="video" className="size-6" />
      </span>
    </>
  );
}

/** What stands in the way of a poster, and the way on; nothing when there is one. */
function PosterState({ video, onChoose }: { video: WorkspaceAsset; onChoose: () => void }) {
  const trouble = posterTrouble(video.video);
  const coming = video.video?.poster === 'coming' && t('The poster is being prepared.');
  if (!trouble && !coming) return null;
  return (
    <div className="mt-2 grid justify-items-start gap-2 border-t border-line pt-3">
      <p className={`text-small ${trouble?.look ?? 'text-muted'}`}>{trouble?.words ?? coming}</p>
      {trouble && (
        <Button icon="photos" onClick={onChoose}>
          {t('Choose a poster')}
        </Button>
      )}
    </div>
  );
}
