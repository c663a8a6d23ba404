/** A shared listing: its pictures for whoever holds the link, and nothing to save, pay or learn (product 5). */
import { lazy, Suspense, useState, type SyntheticEvent } from 'react';
import { useParams } from 'wouter';
import { splitAddress } from '../lib/address';
import { ApiError, type Answer } from '../lib/api';
import { counted, pictures } from '../lib/counted';
import { asShown } from '../lib/sections';
import { standing, useSharedListing, type SharedPhoto } from '../lib/shares';
import { t } from '../lib/text';
import { Branded } from '../ui/branded';
import { Gallery } from '../ui/gallery';
import { LinkCards } from '../ui/link_cards';
import { Page } from '../ui/page';
import { GallerySkeleton } from '../ui/gallery_skeleton';
import { Bar, Empty, Failed, Loading } from '../ui/states';
import { SharedFrame } from './parts/shared_frame';

const Lightbox = lazy(() => import('../ui/lightbox'));
const VideoPlayer = lazy(async () => ({ default: (await import('../ui/video_player')).VideoPlayer }));

export default function Shared() {
  return (
    <SharedFrame>
      <Photos />
    </SharedFrame>
  );
}

function Photos() {
  const { token = '' } = useParams();
  const { data, error, refetch } = useSharedListing(token);
  // Before what was shown: a link that has ended meanwhile shows nothing any more.
  if (error instanceof ApiError && error.status === 404) return <Nothing />;
  if (data) return <Loaded shared={data} />;
  if (!error)
    return (
      <Loading>
        <GallerySkeleton />
      </Loading>
    );
  return (
    <Page title={t('Shared photos')} width="wide">
      <Failed what={t('These photos could not be loaded.')} error={error} onRetry={() => void refetch()} />
    </Page>
  );
}

/** The grid's pictures by the links that they were loaded from; the lightbox always takes the newest. */
function useStanding(photos: SharedPhoto[]) {
  const [loaded] = useState(() => new Set<string>());
  const [kept, setKept] = useState({ of: photos, photos });
  const onLoad = ({ target }: SyntheticEvent) => {
    if (target instanceof HTMLImageElement) loaded.add(target.currentSrc);
  };
  if (kept.of === photos) return { grid: kept.photos, onLoad };
  const isLoaded = ({ preview }: SharedPhoto) => Object.values(preview).some(({ url }) => loaded.has(url));
  const next = standing(photos, kept.photos, isLoaded);
  setKept({ of: photos, photos: next });
  return { grid: next, onLoad };
}

function Loaded({ shared }: { shared: Answer<'/api/shared-listing', 'post'> }) {
  const [open, setOpen] = useState<number | null>(null);
  const { grid, onLoad } = useStanding(shared.photos);
  const [street, rest] = splitAddress(shared.address_line);
  return (
    <Page
      title={street}
      width="wide"
      below={[rest, counted({ ...pictures(grid), videos: shared.videos.length })].filter(Boolean).join(' · ')}
    >
      <LinkCards links={shared.links} />
      <div onLoadCapture={onLoad} className={shared.links.length ? 'mt-6' : ''}>
        <Gallery
          photos={asShown(grid)}
          about={shared.address_line}
          markLocked={false}
          chosen={null}
          alone
          onOpen={setOpen}
          onChoose={() => undefined}
        />
      </div>
      {shared.videos.length > 0 && (
        <section aria-labelledby="videos" className="mt-8">
          <h2 id="videos" className="mb-3 text-title font-semibold">
            {t('Videos')}
          </h2>
          <Suspense fallback={<Bar className="aspect-video" />}>
            <ul className="grid gap-x-4 gap-y-6 lg:grid-cols-2">
              {shared.videos.map((video, index) => (
                <li key={video.asset_id} className="grid min-w-0 gap-2.5">
                  <VideoPlayer {...video} name={video.alt || video.title || t('Video {n}', { n: index + 1 })} />
                  {(video.title || video.branded) && (
                    <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                      <span className="min-w-0 font-medium [overflow-wrap:anywhere]">{video.title}</span>
                      {video.branded && <Branded className="text-muted" />}
                    </p>
                  )}
                </li>
              ))}
            </ul>
          </Suspense>
        </section>
      )}
      <Suspense fallback={null}>
        {open !== null && (
          <Lightbox
            photos={asShown(shared.photos)}
            start={open}
            about={shared.address_line}
            onClose={() => setOpen(null)}
          />
        )}
      </Suspense>
    </Page>
  );
}

function Nothing() {
  return (
    <Page title={t('Nothing to see here')} width="wide">
      <Empty icon="photos" title={t('This link shows nothing')}>
        {t('It may be incomplete, or not valid any more. Ask whoever sent it to you for a new one.')}
      </Empty>
    </Page>
  );
}
