/** The mock's listings as the media API answers them. */
import { business, listings, orders, photos, usd } from './state.mjs';

const orderOf = (listing) => orders.find((order) => order.order_id === listing.order);
const isLocked = (listing) => {
  const { overrides, money } = orderOf(listing);
  const word = overrides.order ?? overrides.customer ?? overrides.business;
  return word ? word === 'locked' : money.due.amount > 0;
};
const asked = new Map();
const askedOf = (listing_id) => asked.get(listing_id) ?? [];

export const revisions = (listing_id) => ({ revisions: askedOf(listing_id) });

export function askRevision(listing_id, body) {
  const made = { ...body, revision_id: `rev_${Date.now()}`, at: new Date().toISOString() };
  asked.set(listing_id, [...askedOf(listing_id), made]);
  orderOf(listings[listing_id]).open_revisions += 1;
  return made;
}

export function closeRevision(listing_id, revision_id) {
  const left = askedOf(listing_id).filter((one) => one.revision_id !== revision_id);
  asked.set(listing_id, left);
  orderOf(listings[listing_id]).open_revisions = left.length;
}

const overriding = { customer: [], business: [] };

/** Says it for one order, or at a level above for all of the mock's; answers as that level's own route does. */
export function override(level, word, order_id) {
  for (const order of orders) if (level !== 'order' || order.order_id === order_id) order.overrides[level] = word;
  if (level === 'order') return orders.find((order) => order.order_id === order_id);
  overriding[level].unshift({ at: new Date().toISOString(), override: word, by: 'Sam Reyes' });
  return { override: word, history: overriding[level].slice(0, 1) };
}

export const overrideOf = (level) => ({ override: orders[0].overrides[level], history: overriding[level] });

function pictures(photo, mark) {
  const one = (size) => ({
    url: `/media/${photo.name.replace('.jpg', '')}-${mark}-${size}.jpg`,
    width: photo[size][0],
    height: photo[size][1],
  });
  return { small: one('small'), medium: one('large'), large: one('large') };
}

export function cards(staff) {
  return Object.entries(listings)
    .sort(([, a], [, b]) => (b.delivered_at ?? '9').localeCompare(a.delivered_at ?? '9'))
    .map(([listing_id, listing]) => {
      const order = orderOf(listing);
      const delivered = listing.state === 'delivered';
      const locked = delivered && isLocked(listing);
      return {
        listing_id,
        address_line: order.address_line,
        state: listing.state,
        delivered_at: listing.delivered_at,
        locked,
        due: order.money.due.amount ? order.money.due : null,
        pay_order_id: order.money.due.amount ? order.order_id : null,
        payment_state: order.money.payment_state,
        is_new: !staff && delivered && !visits.has(listing_id) && listing.fresh,
        news: listing.news ?? null,
        photo_count: listing.photos.length,
        cover: delivered || staff ? pictures(photos[listing.photos[0]], locked ? 'marked' : 'clean') : null,
        contents: listing.photos.length
          ? [
              { kind: 'photo', count: listing.photos.length },
              { kind: 'floor_plan', count: 1 },
            ]
          : [],
        orders: [order.order_id],
        ...(staff
          ? {
              customer_name: order.customer.name,
              uploads: { uploading: 0, processing: 0, ready: listing.photos.length, refused: 0 },
            }
          : {}),
      };
    });
}

export function gallery(listing_id) {
  const listing = listings[listing_id];
  if (!listing) return null;
  const order = orderOf(listing);
  const locked = isLocked(listing);
  const delivered = listing.state === 'delivered';
  const sections = listing_id === 'lst_locked' ? ['Exterior', 'Kitchen', 'Living room', 'Aerial'] : [];
  const captions = { 3: 'The front at blue hour', 7: 'Kitchen with island' };
  return {
    listing_id,
    address_line: order.address_line,
    address: order.address,
    state: listing.state,
    delivered_at: listing.delivered_at,
    version: 4,
    orders: [
      {
        order_id: order.order_id,
        number: order.number,
        locked: delivered && locked,
        held: Object.values(order.overrides).find(Boolean) === 'locked',
        due: order.money.due,
        may_pay: true,
        collection: true,
        payment_state: order.money.payment_state,
        watermark: true,
        locked_documents: delivered && locked ? 1 : 0,
      },
    ],
    videos: delivered ? videosOf(order.order_id, locked) : [],
    documents:
      delivered && !locked
        ? [
            {
              asset_id: 'ast_doc',
              order_id: order.order_id,
              title: 'Seller’s disclosure',
              branded: true,
              bytes: 412_000,
              delivered_at: null,
            },
          ]
        : [],
    assets: !delivered
      ? []
      : listing.photos.map((index, position) => {
          const photo = photos[index];
          return {
            asset_id: `ast_${index}`,
            order_id: order.order_id,
            kind: 'photo',
            position: position + 1,
            name: photo.name,
            caption: captions[index] ?? '',
            branded: position === 0,
            section: position < 2 ? '' : (sections[Math.floor(position / 4)] ?? ''),
            alt: photo.name.replace(/^\d+-|\.jpg$/g, '').replaceAll('-', ' '),
            width: photo.width,
            height: photo.height,
            locked,
            delivered_at: position < 3 && listing.news ? listing.delivered_at : '2026-01-05T09:00:00.000Z',
            replaces: position === 0,
            preview: pictures(photo, locked ? 'marked' : 'clean'),
            downloads: locked
              ? null
              : [
                  { size: 'original', bytes: photo.bytes, width: photo.width, height: photo.height },
                  { size: 'web', bytes: photo.bytes, width: 1600, height: 1067 },
                  { size: 'mls', bytes: photo.bytes, width: 2048, height: 1365 },
                ],
          };
        }),
    media_expires_at: new Date(Date.now() + 15 * 60_000).toISOString(),
    bundle: locked ? null : { size: 'mls', bytes: 3_000_000 },
    links: delivered
      ? linksOf(order.order_id)
          .filter((link) => !link.hidden)
          .map(shownLink)
      : [],
  };
}

/** One with a poster, one without; neither can be played here. */
const videosOf = (order_id, locked) =>
  [photos[3], null].map((poster, index) => ({
    asset_id: `ast_video_${index}`,
    order_id,
    title: index ? (locked ? '' : 'DJI_0042.MP4') : 'Walk through the house',
    alt: '',
    branded: index === 0,
    width: 1920,
    height: 1080,
    locked,
    delivered_at: '2026-01-05T09:00:00.000Z',
    replaces: false,
    preview: poster ? pictures(poster, locked ? 'marked' : 'clean') : null,
    url: locked ? null : `/media/video-${index}.mp4`,
    captions: locked || index ? null : { language: 'en', url: '/media/captions.vtt' },
    seconds: locked ? null : 98 - 40 * index,
    bytes: locked ? null : 84_000_000,
  }));

const FARES = [
  ['tour', 'Walk through the house', 'https://tours.example/12-harbor-view-drive', { state: 'ok', reason: null }],
  ['website', 'Property website', 'https://www.harborview.example/', { state: 'broken', reason: 'not_found' }],
  ['link', 'Neighborhood film', 'https://films.example/portland', { state: 'closed', reason: null }],
  ['tour', 'Walk through, for the MLS', 'https://tours.example/mls', { state: 'unchecked', reason: null }],
];

const linksOf = (order_id) =>
  FARES.map(([kind, title, url, health], index) => ({
    link_id: `lnk_${index + 1}`,
    order_id,
    kind,
    title,
    url,
    branded: index !== 3,
    hidden: index === 2,
    position: index + 1,
    delivered: index < 2,
    health: {
      ...health,
      since: '2026-01-15T09:00:00.000Z',
      checked_at: '2026-01-16T09:00:00.000Z',
      checking: index === 3,
    },
  }));

const shownLink = ({ link_id, order_id, kind, title, url, branded }) => ({
  link_id,
  order_id,
  kind,
  title,
  url,
  branded,
  delivered_at: '2026-01-05T09:00:00.000Z',
});

const visits = new Set();
const favorites = new Map();

export function mine(listing_id) {
  return {
    last_visit_at: listings[listing_id].news ? '2026-02-01T09:00:00.000Z' : null,
    favorites: [...(favorites.get(listing_id) ?? [])],
  };
}

export function visit(listing_id) {
  visits.add(listing_id);
  return mine(listing_id);
}

export function setFavorite(listing_id, asset_id, favorite) {
  const kept = favorites.get(listing_id) ?? new Set();
  if (favorite) kept.add(asset_id);
  else kept.delete(asset_id);
  favorites.set(listing_id, kept);
}

export function download(listing_id, asset_id) {
  const photo = photos[Number(asset_id.slice(4))];
  return {
    url: `/original/${photo.name}`,
    file_name: photo.name,
    bytes: photo.bytes,
    expires_at: new Date(Date.now() + 60_000).toISOString(),
  };
}

export function bundle(listing_id, { size, asset_ids }) {
  const chosen = listings[listing_id].photos.filter((index) => !asset_ids || asset_ids.includes(`ast_${index}`));
  return {
    kind: 'files',
    file_name: `1204 Juniper Ridge Road ${size}.zip`,
    bytes: 0,
    files: chosen.map((index, n) => ({
      url: `/original/${photos[index].name}`,
      name: `${String(n + 1).padStart(3, '0')}_${photos[index].name}`,
      bytes: photos[index].bytes,
      crc32: 0,
    })),
  };
}

const links = new Map();
const DAY = 86_400_000;

export const shares = (listing_id) => ({ shares: links.get(listing_id) ?? [] });

export function makeShare(listing_id, { days, note }, origin) {
  const share = {
    share_id: `shr_${Date.now()}`,
    note,
    by_business: false,
    created_at: new Date().toISOString(),
    expires_at: new Date(Date.now() + days * DAY).toISOString(),
    opened_at: null,
  };
  links.set(listing_id, [share, ...(links.get(listing_id) ?? [])]);
  return { share, url: `${origin}/s/${listing_id}` };
}

export const revokeShare = (listing_id, share_id) =>
  links.set(
    listing_id,
    links.get(listing_id).filter((one) => one.share_id !== share_id),
  );

/** The mock's token is the listing's id. */
export function shared(token) {
  const shown = gallery(token);
  if (!shown) return null;
  const { address_line, assets, videos, media_expires_at, links } = shown;
  const photos = assets.map(({ asset_id, caption, alt, section, branded, preview }) => ({
    asset_id,
    caption,
    alt,
    section,
    branded,
    preview,
  }));
  const sites = links.map(({ kind, title, url }) => ({ kind, title, url }));
  return { address_line, photos, videos, links: sites, media_expires_at };
}

const uploads = new Map();
const extra = new Map();
const deliveries = new Map([
  [
    'lst_locked',
    [
      {
        delivery_id: 'dlv_1',
        order_id: 'ord_1047',
        state: 'waiting_for_payment',
        round: 1,
        reason: null,
        created_at: new Date().toISOString(),
        progress: { done: 14, total: 14 },
      },
    ],
  ],
]);

export function workspace(listing_id) {
  const listing = listings[listing_id];
  if (!listing) return null;
  const order = orderOf(listing);
  const shown = listing.photos.map((index, position) =>
    asset(photos[index], `ast_${index}`, order.order_id, position + 1, 'ready'),
  );
  return {
    listing_id,
    address_line: order.address_line,
    version: 4,
    orders: [
      {
        order_id: order.order_id,
        number: order.number,
        status: order.status,
        customer_name: order.customer.name,
        collection: true,
        watermark: true,
        delivered: listing.state === 'delivered',
        unpublished_at: listing.unpublished_at ?? null,
        locked: isLocked(listing),
        overrides: order.overrides,
        due: order.money.due,
        payment_state: order.money.payment_state,
        preflight: preflightOf(order, shown),
      },
    ],
    assets: [...shown, ...filmsOf(listing_id, order.order_id), ...(extra.get(listing_id) ?? [])],
    links: linksOf(order.order_id),
    deliveries: deliveries.get(listing_id) ?? [],
    revisions: askedOf(listing_id).map((one, index) => ({
      ...one,
      order_id: order.order_id,
      by: order.customer.name,
      replaced: index === 1,
    })),
    cover: { asset_id: shown[1]?.asset_id ?? null, chosen: true },
    defaults: { collection: true, watermark: true },
    media_expires_at: new Date(Date.now() + 15 * 60_000).toISOString(),
    view_as: { customer_id: order.customer.customer_id },
  };
}

const captions = new Map([['ast_film_0', { language: 'en', url: '/media/captions.vtt' }]]);

export function giveCaptions(asset_id, { text, language }) {
  const lines = text.split('\n');
  const bad = lines.findIndex((line) => line.includes('<script'));
  if (bad >= 0) return `Line ${bad + 1}: <script> does not belong into captions.`;
  if (!lines[0].startsWith('WEBVTT')) return 'Line 1: a file of captions begins with WEBVTT, or is SubRip (.srt).';
  captions.set(asset_id, { language, url: '/media/captions.vtt' });
  return captions.get(asset_id);
}

export const removeCaptions = (asset_id) => captions.delete(asset_id);

/** Videos of the workspace: whole, without a poster, with a refused one, on its way. */
const filmsOf = (listing_id, order_id) =>
  listing_id === 'lst_locked'
    ? ['made', 'none', 'refused', 'coming'].map((poster, index) => ({
        ...asset(photos[3 + index], `ast_film_${index}`, order_id, 40 + index, 'ready'),
        kind: 'video',
        name: ['Walkthrough.mp4', 'DJI_0042.MP4', 'Twilight.mov', 'Kitchen.mp4'][index],
        branded: index === 0,
        bytes: 84_000_000 * (index + 1),
        preview: index ? null : pictures(photos[3], 'clean'),
        video: {
          seconds: 98 + index * 31,
          url: `/media/video-${index}.mp4`,
          poster,
          poster_reason:
            index === 2 ? 'This is a GIF picture; photos are accepted as JPEG, PNG, TIFF or WebP.' : null,
          captions: captions.get(`ast_film_${index}`) ?? null,
        },
      }))
    : [];

/** As the server would look before a delivery. */
const preflightOf = (order, shown) => ({
  ordered: order.lines.map(({ name, quantity }) => ({ name, quantity })),
  counts: shown.length
    ? [
        { kind: 'photo', ready: shown.length, ordered: 25 },
        { kind: 'floor_plan', ready: 1, ordered: null },
        { kind: 'tour', ready: 2, ordered: 1 },
      ]
    : [],
  problems: shown.length ? [] : ['nothing_ready'],
  warnings: [
    { check: 'fewer', count: 1, asset_ids: [] },
    { check: 'link_broken', count: 1, asset_ids: [] },
    { check: 'undescribed', count: shown.length, asset_ids: shown.map(({ asset_id }) => asset_id) },
    { check: 'without_poster', count: 2, asset_ids: ['ast_film_1', 'ast_film_2'] },
    { check: 'hidden', count: 2, asset_ids: [] },
  ].filter(({ count }) => count),
  uploading: 0,
  news: order.status === 'Completed' ? { added: 12, replaced: 3 } : null,
  pay_off: order.money.due.amount ? null : 'nothing_due',
  least: null,
});

function asset(photo, asset_id, order_id, position, state) {
  return {
    asset_id,
    order_id,
    kind: 'photo',
    name: photo.name,
    position,
    state,
    refused_reason: null,
    caption: '',
    alt: '',
    section: position % 3 ? 'Kitchen' : '',
    hidden: false,
    branded: position === 1,
    delivered: false,
    width: photo.width ?? null,
    height: photo.height ?? null,
    bytes: photo.bytes,
    preview: state === 'ready' ? pictures(photo, 'clean') : null,
    upload_id: null,
    waits: position === 2,
    replacement:
      position === 3
        ? {
            name: 'kitchen-brighter.jpg',
            bytes: 9_800_000,
            state: 'refused',
            refused_reason: 'The file was damaged on its way. Please upload it again.',
            upload_id: null,
          }
        : null,
  };
}

export function startUploads(listing_id, { order_id, files }, origin) {
  return {
    uploads: files.map((file) => {
      if (!/\.(jpe?g|png|tiff?|webp|mp4|mov|pdf)$/i.test(file.name))
        return {
          name: file.name,
          refused: 'This kind of file is not taken. Send JPEG, PNG, TIFF, WebP, MP4, MOV or PDF.',
        };
      const upload_id = `upl_${uploads.size + 1}`;
      const asset_id = `ast_new${uploads.size + 1}`;
      const entry = {
        ...asset({ name: file.name, bytes: file.bytes }, asset_id, order_id, 90 + uploads.size, 'uploading'),
        upload_id,
      };
      extra.set(listing_id, [...(extra.get(listing_id) ?? []), entry]);
      uploads.set(upload_id, { entry, listing_id, stored: [] });
      const count = Math.max(1, Math.ceil(file.bytes / 8_388_608));
      return {
        name: file.name,
        upload_id,
        asset_id,
        part_bytes: 8_388_608,
        parts: Array.from({ length: count }, (_, n) => ({
          number: n + 1,
          url: `${origin}/parts/${upload_id}/${n + 1}`,
        })),
      };
    }),
  };
}

export function completeUploads({ uploads: finished }) {
  return { uploads: finished.map(({ upload_id }) => completeUpload(upload_id)) };
}

function completeUpload(upload_id) {
  const { entry } = uploads.get(upload_id);
  entry.state = 'processing';
  entry.upload_id = null;
  setTimeout(() => {
    const like = photos.find((photo) => photo.name === entry.name) ?? photos[0];
    if (/broken/.test(entry.name))
      Object.assign(entry, {
        state: 'refused',
        refused_reason: 'The file ends too early: it is not a whole picture.',
      });
    else
      Object.assign(entry, {
        state: 'ready',
        preview: pictures(like, 'clean'),
        width: like.width,
        height: like.height,
      });
  }, 1500);
  return { upload_id, state: 'processing' };
}

export function cancelUpload(upload_id) {
  const upload = uploads.get(upload_id);
  if (upload)
    extra.set(
      upload.listing_id,
      extra.get(upload.listing_id).filter((one) => one !== upload.entry),
    );
}

export function changeAsset(listing_id, asset_id, change) {
  const found =
    (extra.get(listing_id) ?? []).find((one) => one.asset_id === asset_id) ??
    asset(photos[0], asset_id, '', 1, 'ready');
  return Object.assign(found, change);
}

export function unpublish(listing_id) {
  const listing = listings[listing_id];
  listing.state = 'in_progress';
  listing.unpublished_at = new Date().toISOString();
  orderOf(listing).listing.state = 'in_progress';
  return { order_ids: [listing.order] };
}

export function deliver(listing_id) {
  const started = {
    delivery_id: `dlv_${Date.now()}`,
    state: 'preparing',
    round: 1,
    reason: null,
    created_at: new Date().toISOString(),
    progress: { done: 2, total: 12 },
  };
  deliveries.set(listing_id, [started]);
  setTimeout(() => (started.progress.done = 7), 2000);
  setTimeout(
    () =>
      Object.assign(
        started,
        process.env.FAIL_DELIVERY
          ? { state: 'needs_attention', reason: 'Two pictures could not be prepared.' }
          : { state: 'waiting_for_payment', progress: { done: 12, total: 12 } },
      ),
    6000,
  );
  return { delivery_id: started.delivery_id, state: started.state };
}

export const due = (order_id) => orders.find((order) => order.order_id === order_id)?.money.due ?? usd(0);
export { business };
