/** One listing: its pictures, what is still to be paid, and the downloads; it unlocks by itself when money arrives. */
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useParams } from 'wouter';
import { splitAddress } from '../lib/address';
import { ask, GET, type Asset, type Gallery as GalleryData } from '../lib/api';
import { date } from '../lib/format';
import { useMediaAccess } from '../lib/media_access';
import { onNews } from '../lib/news';
import { pollWhile } from '../lib/polling';
import { asShown } from '../lib/sections';
import { markSeen } from '../lib/seen';
import { useSession } from '../lib/session';
import { t, tn } from '../lib/text';
import { Button, LinkButton } from '../ui/button';
import { Gallery } from '../ui/gallery';
import { Page } from '../ui/page';
import { ShareButton } from '../ui/share_button';
import { LoadScreen } from '../ui/load_screen';
import { Bar, Empty } from '../ui/states';
import { toast } from '../ui/toast';
import { LockBars } from './parts/lock_bars';
import { ChosenBar } from './parts/chosen_bar';
import { PhotoActions } from './parts/photo_actions';

const Lightbox = lazy(() => import('../ui/lightbox'));
const DownloadDialog = lazy(() => import('./parts/download_dialog'));

const isLocked = (data: GalleryData | undefined) => data?.orders.some((order) => order.locked) ?? false;

function useGallery(listing_id: string) {
  const [since] = useState(() => ({ count: 0, was: false }));
  return useQuery({
    queryKey: ['listing', listing_id],
    queryFn: () => ask(GET('/api/listings/{listing_id}', { params: { path: { listing_id } } })),
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
      skeleton={<Skeleton />}
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
  const [open, setOpen] = useState<number | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const [downloading, setDownloading] = useState<Asset[] | null>(null);
  const lapses = useMediaAccess(gallery, 'listing');
  useUnlockedToast(gallery);
  useEffect(() => markSeen(gallery), [gallery]);

  const [street, rest] = splitAddress(gallery.address_line);
  const photos = asShown(gallery.assets);
  const open_assets = gallery.assets.filter((asset) => asset.downloads?.length);
  const toggle = (asset_id: string) =>
    setChosen((now) => {
      const next = new Set(now);
      if (!next.delete(asset_id)) next.add(asset_id);
      return next;
    });
  const canDownload = open_assets.length > 0;
  return (
    <Page
      title={street}
      back={{ href: '/', label: t('Listings') }}
      width="wide"
      below={
        <>
          <span className="block">{rest}</span>
          <Facts gallery={gallery} zone={business.time_zone} photos={photos.length} />
        </>
      }
      actions={
        <>
          {gallery.state === 'delivered' && <ShareButton listing_id={gallery.listing_id} />}
          {canDownload && (
            <>
              <Button onClick={() => setChosen(chosen ? null : new Set())} aria-pressed={chosen !== null}>
                {chosen ? t('Done') : t('Select')}
              </Button>
              <Button look="primary" icon="download" onClick={() => setDownloading(open_assets)}>
                {t('Download')}
              </Button>
            </>
          )}
        </>
      }
    >
      {gallery.state === 'in_progress' ? (
        <InProgress orders={gallery.orders} />
      ) : (
        <div className="flex flex-col gap-5">
          <LockBars gallery={gallery} />
          <div key={lapses} className="order-1">
            <Gallery
              photos={photos}
              about={gallery.address_line}
              markLocked={canDownload}
              chosen={chosen}
              onOpen={setOpen}
              onChoose={toggle}
            />
          </div>
          {chosen && (
            <ChosenBar
              count={chosen.size}
              onAll={() => setChosen(new Set(photos.map((photo) => photo.asset_id)))}
              onDownload={() => setDownloading(open_assets.filter((asset) => chosen.has(asset.asset_id)))}
            />
          )}
        </div>
      )}
      <Suspense fallback={null}>
        {open !== null && (
          <Lightbox
            photos={photos}
            start={open}
            about={gallery.address_line}
            onClose={() => setOpen(null)}
            actions={(index) => {
              const photo = photos[index];
              return photo && <PhotoActions key={photo.asset_id} listing_id={gallery.listing_id} photo={photo} />;
            }}
          />
        )}
        {downloading && (
          <DownloadDialog
            gallery={gallery}
            assets={downloading}
            everything={downloading.length === open_assets.length}
            onClose={() => setDownloading(null)}
          />
        )}
      </Suspense>
    </Page>
  );
}

function Facts({ gallery, zone, photos }: { gallery: GalleryData; zone: string; photos: number }) {
  if (gallery.state !== 'delivered' || !gallery.delivered_at) return <>{t('In progress')}</>;
  return (
    <span className="numbers">
      {t('{photos} · Delivered {date}', {
        photos: tn(photos, '{n} photo', '{n} photos'),
        date: date(gallery.delivered_at, zone),
      })}
    </span>
  );
}

function InProgress({ orders }: { orders: GalleryData['orders'] }) {
  const { business } = useSession();
  const order = orders[0];
  return (
    <Empty
      icon="clock"
      title={t('Your photos are in progress')}
      action={order && <LinkButton href={`/orders/${order.order_id}`}>{t('See the order')}</LinkButton>}
    >
      {t('{business} is working on them. They appear here as soon as they are delivered, and we mail you.', {
        business: business.name,
      })}
    </Empty>
  );
}

function Skeleton() {
  return (
    <div className="page-place max-w-7xl px-4 pt-8 sm:px-6 lg:px-10">
      <Bar className="mb-3 h-8 w-72" />
      <Bar className="mb-7 h-5 w-52" />
      <div className="grid grid-cols-2 gap-2 lg:grid-cols-3">
        {[1, 2, 3, 4, 5, 6].map((n) => (
          <Bar key={n} className="aspect-3/2 rounded-[4px]" />
        ))}
      </div>
    </div>
  );
}
