/** One listing: its pictures, what is still to be paid, and the downloads; it unlocks by itself when money arrives. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useParams } from 'wouter';
import { splitAddress } from '../lib/address';
import type { Asset, Gallery as GalleryData } from '../lib/api';
import { counted, lockedDocuments, pictures, wholeFiles } from '../lib/counted';
import { date } from '../lib/format';
import { listingQuery } from '../lib/listing_query';
import { useMediaAccess } from '../lib/media_access';
import { newSince, useMine, useSetFavorite, type NewsMark } from '../lib/mine';
import { onNews } from '../lib/news';
import { pollWhile } from '../lib/polling';
import { asShown } from '../lib/sections';
import { useSelection } from '../lib/selection';
import { useSession } from '../lib/session';
import { t, tn } from '../lib/text';
import { Button } from '../ui/button';
import { Gallery } from '../ui/gallery';
import { Page } from '../ui/page';
import { ShareButton } from '../ui/share_button';
import { LoadScreen } from '../ui/load_screen';
import { GallerySkeleton } from '../ui/gallery_skeleton';
import { Bar } from '../ui/states';
import { toast } from '../ui/toast';
import type { Opened } from './parts/listing_lightbox';
import { LockBars } from './parts/lock_bars';
import { TileFavorite } from './parts/tile_favorite';
import { ShowFilter, type Show } from './parts/show_filter';

const LinkCards = lazy(async () => ({ default: (await import('../ui/link_cards')).LinkCards }));
const ListingLightbox = lazy(() => import('./parts/listing_lightbox'));
const ChosenBar = lazy(() => import('./parts/chosen_bar'));
const DownloadDialog = lazy(() => import('./parts/download_dialog'));
const InProgress = lazy(() => import('./parts/in_progress'));
const NoFavorites = lazy(() => import('./parts/no_favorites'));
const OtherFiles = lazy(() => import('./parts/other_files'));

const isLocked = (data: GalleryData | undefined) => data?.orders.some((order) => order.locked) ?? false;

function useGallery(listing_id: string) {
  const [since] = useState(() => ({ count: 0, was: false }));
  return useQuery({
    ...listingQuery(listing_id),
    refetchInterval: pollWhile(isLocked, since),
  });
}

export default function Listing() {
  const { listing_id = '' } = useParams();
  const gallery = useGallery(listing_id);
  const { refetch } = gallery;
  useEffect(() => onNews(() => void refetch()), [refetch]);
  return (
    <LoadScreen
      query={gallery}
      title={t('Listing')}
      back={{ href: '/', label: t('Listings') }}
      failed={t('This listing could not be loaded.')}
      skeleton={<GallerySkeleton />}
    >
      {(data) => <Loaded key={data.listing_id} gallery={data} />}
    </LoadScreen>
  );
}

/** Says it once when a locked listing turns unlocked under the viewer's eyes. */
function useUnlockedToast(gallery: GalleryData): void {
  const locked = isLocked(gallery);
  const before = useRef(locked);
  useEffect(() => {
    if (before.current && !locked) toast(t('Payment received. Everything is unlocked.'));
    before.current = locked;
  }, [locked]);
}

function Loaded({ gallery }: { gallery: GalleryData }) {
  const { business } = useSession();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [downloading, setDownloading] = useState<Asset[] | 'everything' | null>(null);
  const lapses = useMediaAccess(gallery, 'listing');
  useUnlockedToast(gallery);

  const [street, rest] = splitAddress(gallery.address_line);
  const marks = useMarks(gallery);
  const photos = marks.shown;
  const selection = useSelection(photos.map((photo) => photo.asset_id));
  const { chosen } = selection;
  const open_assets = openOf(gallery.assets);
  const canDownload = open_assets.length > 0;
  const documents = gallery.documents.length + lockedDocuments(gallery.orders);
  const whole = wholeFiles(gallery).length;
  return (
    <Page
      title={street}
      back={{ href: '/', label: t('Listings') }}
      width="wide"
      below={
        <>
          <span className="block">{rest}</span>
          {gallery.agent && <span className="block">{t('Listing of {agent}', { agent: gallery.agent })}</span>}
          <Facts gallery={gallery} documents={documents} zone={business.time_zone} />
        </>
      }
      actions={
        <>
          {gallery.assets.length + gallery.videos.length + gallery.links.length > 0 && (
            <ShareButton listing_id={gallery.listing_id} teams={gallery.teams} />
          )}
          {!canDownload && whole > 1 && <DownloadEverything onDownload={setDownloading} />}
          {canDownload && (
            <>
              <Button onClick={chosen ? selection.end : selection.start} aria-pressed={chosen !== null}>
                {chosen ? t('Done') : t('Select')}
              </Button>
              {!chosen &&
                (marks.filter.show === 'favorites' ? (
                  <DownloadFavorites assets={openOf(photos)} onDownload={setDownloading} />
                ) : (
                  <DownloadEverything onDownload={setDownloading} />
                ))}
            </>
          )}
        </>
      }
    >
      {gallery.state === 'in_progress' ? (
        <Suspense fallback={<Bar className="h-72" />}>
          <InProgress orders={gallery.orders} />
        </Suspense>
      ) : (
        <div className="flex flex-col gap-5">
          <LockBars gallery={gallery} />
          {gallery.links.length > 0 && (
            <Suspense fallback={<Bar className="h-[4.5rem]" />}>
              <LinkCards links={gallery.links} />
            </Suspense>
          )}
          {gallery.assets.length > 0 && <ShowFilter {...marks.filter} />}
          <div key={lapses} className="order-1">
            <Gallery
              photos={photos}
              about={gallery.address_line}
              markLocked={canDownload}
              chosen={chosen}
              onOpen={(at) => setOpened({ at, ids: photos.map((photo) => photo.asset_id) })}
              onChoose={selection.choose}
              news={({ asset_id }) => newsWord(marks.news.get(asset_id))}
              marks={(photo, alt) => <TileFavorite photo={alt} {...marks.of(photo.asset_id)} />}
            />
            {photos.length === 0 && gallery.assets.length > 0 && (
              <Suspense fallback={null}>
                <NoFavorites onAll={() => marks.filter.onShow('all')} />
              </Suspense>
            )}
          </div>
          {gallery.videos.length + documents > 0 && marks.filter.show === 'all' && (
            <Suspense fallback={<Bar className="order-1 h-24" />}>
              <OtherFiles gallery={gallery} />
            </Suspense>
          )}
          {chosen && (
            <Suspense fallback={null}>
              <ChosenBar
                count={chosen.size}
                onAll={selection.all}
                onDownload={() => setDownloading(open_assets.filter((asset) => chosen.has(asset.asset_id)))}
              />
            </Suspense>
          )}
        </div>
      )}
      <Suspense fallback={null}>
        {opened && (
          <ListingLightbox gallery={gallery} opened={opened} marksOf={marks.of} onClose={() => setOpened(null)} />
        )}
        {downloading && (
          <DownloadDialog
            gallery={gallery}
            assets={downloading === 'everything' ? open_assets : downloading}
            everything={downloading === 'everything' || downloading.length === open_assets.length + whole}
            onClose={() => setDownloading(null)}
          />
        )}
      </Suspense>
    </Page>
  );
}

const newsWord = (mark: NewsMark | undefined) => mark && (mark === 'new' ? t('New') : t('Replaced'));

/** The few that a filter leaves stand side by side, whatever their sections. */
const together = (assets: Asset[]) => assets.map((asset) => ({ ...asset, section: '' }));

const openOf = (assets: Asset[]) => assets.filter((asset) => asset.downloads?.length);

/** What the photos are to this person, and which of them the filter shows. */
function useMarks(gallery: GalleryData) {
  const [show, onShow] = useState<Show>('all');
  const all = asShown(gallery.assets);
  const mine = useMine(gallery.listing_id, gallery.state === 'delivered').data;
  const { mutate } = useSetFavorite(gallery.listing_id, toast);
  const favorites = new Set(mine?.favorites);
  const news = newSince(all, mine?.last_visit_at);
  const loved = all.filter((photo) => favorites.has(photo.asset_id));
  const replaced = [...news.values()].filter((mark) => mark === 'replaced').length;
  const fresh = all.filter((photo) => news.has(photo.asset_id));
  return {
    shown: { all, favorites: together(loved), new: together(fresh) }[show],
    filter: {
      show,
      onShow,
      all: all.length,
      favorites: loved.length,
      news: { added: news.size - replaced, replaced },
    },
    news,
    of: (asset_id: string) => ({
      favorite: mine && favorites.has(asset_id),
      onToggle: () => mutate({ asset_id, favorite: !favorites.has(asset_id) }),
    }),
  };
}

function DownloadEverything({ onDownload }: { onDownload: (what: 'everything') => void }) {
  return (
    <Button look="primary" icon="download" onClick={() => onDownload('everything')}>
      {t('Download')}
    </Button>
  );
}

function DownloadFavorites({ assets, onDownload }: { assets: Asset[]; onDownload: (assets: Asset[]) => void }) {
  return (
    <Button
      look="primary"
      icon="download"
      className="numbers"
      disabled={assets.length === 0}
      aria-label={tn(assets.length, 'Download {n} favorite', 'Download {n} favorites')}
      onClick={() => onDownload(assets)}
    >
      {t('Download {n}', { n: assets.length })}
    </Button>
  );
}

function Facts({ gallery, documents, zone }: { gallery: GalleryData; documents: number; zone: string }) {
  if (gallery.state !== 'delivered' || !gallery.delivered_at) return <>{t('In progress')}</>;
  const files = { ...pictures(gallery.assets), videos: gallery.videos.length, documents };
  const at = date(gallery.delivered_at, zone);
  if (!Object.values(files).some(Boolean)) return <>{t('Delivered {date}', { date: at })}</>;
  return <span className="numbers">{t('{files} · Delivered {date}', { files: counted(files), date: at })}</span>;
}
