/** The listing workspace: upload, order, describe, hide, deliver, and look at it as the customer does (product 12). */
import { lazy, Suspense, useEffect, useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { splitAddress } from '../lib/address';
import { orderNumber } from '../lib/format';
import type { Workspace as WorkspaceData, WorkspaceAsset } from '../lib/api';
import { useMediaAccess } from '../lib/media_access';
import { sectionNames } from '../lib/sections';
import { t } from '../lib/text';
import { onStored } from '../lib/upload_transport';
import { useWorkspace } from '../lib/workspace';
import { Button, LinkButton } from '../ui/button';
import { Select } from '../ui/field';
import { Page } from '../ui/page';
import { LoadScreen } from '../ui/load_screen';
import { ShareButton } from '../ui/share_button';
import { Bar, Empty } from '../ui/states';
import { FloorPlansPanel } from './parts/floor_plans_panel';
import { PhotosPanel } from './parts/photos_panel';
import { UploadPanel } from './parts/upload_panel';

const AccessLine = lazy(async () => ({ default: (await import('./parts/access_line')).AccessLine }));
const DeliveryBanner = lazy(() => import('./parts/delivery_banner'));
const RevisionsPanel = lazy(() => import('./parts/revisions_panel'));
const VideosPanel = lazy(async () => ({ default: (await import('./parts/videos_panel')).VideosPanel }));
const DocumentsPanel = lazy(async () => ({ default: (await import('./parts/documents_panel')).DocumentsPanel }));
const LinksPanel = lazy(async () => ({ default: (await import('./parts/links_panel')).LinksPanel }));
const AssetDialog = lazy(async () => ({ default: (await import('./parts/asset_dialog')).AssetDialog }));
const DeliverDialog = lazy(async () => ({ default: (await import('./parts/deliver_dialog')).DeliverDialog }));

/** Offered beside the sections that the listing has. */
const COMMON_SECTIONS = [
  'Exterior',
  'Kitchen',
  'Living room',
  'Dining room',
  'Bedroom',
  'Bathroom',
  'Office',
  'Outdoor',
  'Aerial',
  'Twilight',
];

export default function Workspace() {
  const { listing_id = '' } = useParams();
  const workspace = useWorkspace(listing_id);
  return (
    <LoadScreen
      query={workspace}
      title={t('Listing')}
      back={{ href: '/studio/listings', label: t('Listings') }}
      failed={t('This listing could not be loaded.')}
      skeleton={<Skeleton />}
    >
      {(data) => <Loaded key={data.listing_id} workspace={data} />}
    </LoadScreen>
  );
}

function useRefreshOnStored(listing_id: string): void {
  const cache = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void cache.invalidateQueries({ queryKey: ['workspace', listing_id] });
      }, 800);
    };
    onStored(refresh);
    return () => {
      onStored(() => undefined);
      clearTimeout(timer);
    };
  }, [cache, listing_id]);
}

/** Whether a share link would show anything: pictures or links of what is delivered; documents are not shared. */
const isShareable = ({ orders, assets, links }: WorkspaceData) =>
  [...assets.filter(({ kind }) => kind !== 'document'), ...links].some(
    (one) =>
      one.delivered && !one.hidden && orders.some((order) => order.delivered && order.order_id === one.order_id),
  );

const byPosition = (a: WorkspaceAsset, b: WorkspaceAsset) => a.position - b.position;

function Loaded({ workspace }: { workspace: WorkspaceData }) {
  const { listing_id, orders } = workspace;
  const [chosenOrder, setOrder] = useState(orders[0]?.order_id ?? '');
  const [delivering, setDelivering] = useState(false);
  // The one that is open, and those that are described after it.
  const [open, setOpen] = useState<readonly string[]>([]);
  useRefreshOnStored(listing_id);
  const lapses = useMediaAccess(workspace, 'workspace');
  const order = orders.find((one) => one.order_id === chosenOrder) ?? orders[0];
  const [street, rest] = splitAddress(workspace.address_line);
  if (!order) return <Empty icon="photos" title={t('This listing has no order')} />;

  const assets = workspace.assets.filter((asset) => asset.order_id === order.order_id).sort(byPosition);
  const shown = assets.filter((asset) => asset.state === 'ready' || asset.state === 'processing');
  const videos = shown.filter((asset) => asset.kind === 'video');
  const documents = shown.filter((asset) => asset.kind === 'document');
  const links = workspace.links.filter((link) => link.order_id === order.order_id);
  const opened = assets.find((asset) => asset.asset_id === open[0]);
  const openOne = (asset_id: string) => setOpen([asset_id]);
  const sections = sectionNames(
    workspace.assets,
    COMMON_SECTIONS.map((name) => t(name)),
  );
  const { customer_id } = workspace.view_as;
  return (
    <Page
      title={street}
      back={{ href: '/studio/listings', label: t('Listings') }}
      width="wide"
      below={[rest, order.customer_name, orderNumber(order.number)].filter(Boolean).join(' · ')}
      actions={
        <>
          {customer_id && (
            <LinkButton href={`~/as/${customer_id}/listings/${listing_id}`} icon="eye">
              {t('As the customer sees it')}
            </LinkButton>
          )}
          {isShareable(workspace) && <ShareButton listing_id={listing_id} />}
          <Button look="primary" disabled={order.status === 'Canceled'} onClick={() => setDelivering(true)}>
            {order.status === 'Completed' ? t('Deliver again') : t('Deliver')}
          </Button>
        </>
      }
    >
      <div className="grid gap-6">
        {orders.length > 1 && (
          <div className="max-w-xs">
            <Select
              label={t('Order')}
              value={order.order_id}
              onChange={(event) => setOrder(event.currentTarget.value)}
            >
              {orders.map(({ order_id, number }) => (
                <option key={order_id} value={order_id}>
                  {orderNumber(number)}
                </option>
              ))}
            </Select>
          </div>
        )}
        {workspace.deliveries.length > 0 && (
          <Suspense fallback={<Bar className="h-20 rounded-card" />}>
            <DeliveryBanner workspace={workspace} order={order} />
          </Suspense>
        )}
        <Suspense fallback={null}>
          {workspace.revisions.length > 0 && <RevisionsPanel workspace={workspace} />}
        </Suspense>
        {order.status !== 'Canceled' && (
          <Suspense fallback={<Bar className="h-11" />}>
            <AccessLine
              overrides={order.overrides}
              customer={order.customer_name}
              order_id={order.order_id}
              customer_id={customer_id}
              listing_id={listing_id}
            />
          </Suspense>
        )}
        <UploadPanel key={order.order_id} listing_id={listing_id} order_id={order.order_id} assets={assets} />
        <PhotosPanel
          key={`${order.order_id} ${lapses}`}
          listing_id={listing_id}
          assets={shown.filter((asset) => asset.kind === 'photo')}
          all={assets}
          cover={workspace.cover}
          sections={sections}
          onOpen={openOne}
        />
        <FloorPlansPanel
          key={`plans ${order.order_id} ${lapses}`}
          listing_id={listing_id}
          assets={shown.filter((asset) => asset.kind === 'floor_plan')}
          all={assets}
          cover={workspace.cover}
          onOpen={openOne}
        />
        {videos.length > 0 && (
          <Suspense fallback={<Bar className="h-64" />}>
            <VideosPanel
              key={`videos ${order.order_id} ${lapses}`}
              listing_id={listing_id}
              videos={videos}
              all={assets}
              onOpen={openOne}
            />
          </Suspense>
        )}
        {documents.length > 0 && (
          <Suspense fallback={<Bar className="h-28" />}>
            <DocumentsPanel documents={documents} onOpen={openOne} />
          </Suspense>
        )}
        <Suspense fallback={<Bar className="h-28" />}>
          <LinksPanel
            listing_id={listing_id}
            order_id={order.order_id}
            links={links}
            delivered={order.status === 'Completed'}
          />
        </Suspense>
      </div>
      <Suspense fallback={null}>
        {opened && (
          <AssetDialog
            key={opened.asset_id}
            listing_id={listing_id}
            asset={opened}
            sections={sections}
            left={open.length - 1}
            onNext={() => setOpen(open.slice(1))}
            onClose={() => setOpen([])}
          />
        )}
        {delivering && (
          <DeliverDialog
            workspace={workspace}
            order={order}
            onDescribe={(asset_ids) => {
              setDelivering(false);
              setOpen(asset_ids);
            }}
            onClose={() => setDelivering(false)}
          />
        )}
      </Suspense>
    </Page>
  );
}

function Skeleton() {
  return (
    <div className="page-place max-w-7xl px-4 pt-8 sm:px-6 lg:px-10">
      <Bar className="mb-3 h-8 w-72" />
      <Bar className="mb-7 h-5 w-52" />
      <Bar className="mb-6 h-36" />
      <div className="grid grid-cols-2 gap-3 md:grid-cols-4">
        {[1, 2, 3, 4, 5, 6, 7, 8].map((n) => (
          <Bar key={n} className="aspect-3/2" />
        ))}
      </div>
    </div>
  );
}
