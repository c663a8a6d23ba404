/**
 * Serves the built portal with its real headers and a made-up backend, to look at every screen without the cloud.
 *
 *   PHOTOS=<folder> npm run mock        prints its address; PORT and ACCENT may be set
 *
 * The folder holds index.json ([{name, bytes, width, height, small: [w, h], large: [w, h]}]) and, for each picture,
 * NAME-{marked,clean}-{small,large}.jpg. `POST /mock {viewer?, pay?, slow?, fail?, empty?}` changes what is served.
 */
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { runnerImport } from 'vite';
import * as brand from './brand.mjs';
import * as media from './media.mjs';
import * as state from './state.mjs';
import * as teams from './teams.mjs';
import * as watermark from './watermark.mjs';

const here = import.meta.dirname;
const dist = path.join(here, '../../dist');
const { module: colors } = await runnerImport(path.join(here, '../../src/lib/palette.ts'));
const accent = process.env.ACCENT ?? '#1c6b57';
const mood = { viewer: 'customer', pending: false, slow: 0, fail: '', empty: false };

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; " +
  "media-src 'self' blob:; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

const problem = (status, detail, errors) => ({
  status,
  body: { type: 'about:blank', title: 'Refused', status, detail, errors },
});
const session = () => ({
  business: state.business,
  viewer: state.viewers[mood.viewer],
  pending_sign_up: mood.pending,
  linked: null,
  closes_at: null,
});
const orderById = (id) => state.orders.find((order) => order.order_id === id);
const shownOrder = (order) => ({
  ...order,
  actions: state.actionsFor(order, mood.viewer === 'staff'),
  customer: mood.viewer === 'staff' ? order.customer : null,
});

function pay(order_id) {
  const order = orderById(order_id);
  Object.assign(order.money, { paid: order.money.charged, due: state.usd(0), payment_state: 'paid' });
  order.payments = [
    { payment_id: 'pay_2', state: 'paid', amount: order.money.charged, created_at: new Date().toISOString() },
  ];
}

function place(body) {
  if (/\d{6}/.test(body.address.postal_code))
    return problem(422, 'Please check the order.', [
      { field: 'address.postal_code', message: 'This is not a postal code in the United States.' },
    ]);
  const order = state.makeOrder(1049 + state.orders.length, body.address, 'Pending', body.lines, 0);
  state.orders.unshift(order);
  return {
    status: 201,
    body: { ...shownOrder(order), private_url: mood.viewer === 'nobody' ? `/g/${'x'.repeat(43)}` : null },
  };
}

function list(query) {
  let rows = state.orders.map((order) => ({
    order_id: order.order_id,
    number: order.number,
    address_line: order.address_line,
    status: order.status,
    total: order.money.total,
    due: order.money.due,
    payment_state: order.money.payment_state,
    created_at: order.created_at,
    customer_id: order.customer.customer_id ?? 'cus_1',
    customer_name: order.customer.name,
    open_revisions: order.open_revisions,
  }));
  if (query.get('status')) rows = rows.filter((row) => row.status === query.get('status'));
  if (query.get('search'))
    rows = rows.filter((row) => row.address_line.toLowerCase().includes(query.get('search').toLowerCase()));
  if (query.get('sort') === 'oldest') rows.reverse();
  return { orders: rows, next_cursor: null, in_team: mood.viewer === 'customer' };
}

function move(id, to, body) {
  const order = orderById(id);
  if (order.version !== body.version) return problem(409, `The order has changed: it is now ${order.status}.`);
  order.status = to;
  order.version++;
  order.history.push({
    at: new Date().toISOString(),
    actor: mood.viewer === 'staff' ? 'business' : 'customer',
    actor_name: null,
    event: to.toLowerCase(),
    reason: body.reason ?? null,
  });
  return ok(shownOrder(order));
}

const ok = (body, status = 200) =>
  body === null ? problem(404, 'There is nothing at this address.') : { status, body };
let confirmations = 0;
const account = {
  email: 'maya@brightkey.example',
  name: 'Maya Torres',
  phone: '+1 207 555 0188',
  brokerage: 'Brightkey Realty',
  links: ['https://brightkey.example', 'https://social.example/maya'],
  version: 1,
};
let devices = ['Chrome on Windows', 'Safari on iPhone', ''].map((device, index) => ({
  session_id: `s${index}`,
  device,
  begun_at: `2026-11-0${index + 1}T12:00:00.000Z`,
  seen_on: `2026-11-2${2 - index}`,
  is_this: index === 0,
}));

const routes = [
  ['GET', '/api/session', () => ok(session())],
  [
    'POST',
    '/api/auth/sign-ups',
    (_p, body) =>
      body.password === 'password1'
        ? problem(422, 'Please check the form.', [
            { field: 'password', message: 'This password is too common. Choose another one.' },
          ])
        : ((mood.pending = true), ok({ next: 'code' }, 202)),
  ],
  ['POST', '/api/auth/codes', () => ok({ next: 'code' }, 202)],
  [
    'POST',
    '/api/auth/codes/verification',
    (_p, body) =>
      body.code === '123456'
        ? ((mood.viewer = 'customer'), ok({ ...session(), linked: { orders: 3, listings: 1 } }))
        : problem(422, 'This code is not right.', [
            { field: 'code', message: 'This code is not right. 4 tries are left.' },
          ]),
  ],
  [
    'POST',
    '/api/auth/sessions',
    (_p, body) =>
      body.password === 'wrong-password'
        ? problem(401, 'The e-mail or the password is not right.')
        : ((mood.viewer = body.email.startsWith('owner') ? 'staff' : 'customer'), ok(session())),
  ],
  [
    'GET',
    '/api/customers/:id',
    ([customer_id]) =>
      ok({
        customer_id,
        name: 'Casey Brooks',
        email: 'casey@agents.example',
        phone: null,
        account_since: '2026-05-04T12:00:00.000Z',
        linked_orders: 3,
        linked_listings: 1,
      }),
  ],
  ['GET', '/api/account', () => ok(account)],
  [
    'PUT',
    '/api/account/profile',
    (_p, body) =>
      body.links.every((link) => link.startsWith('https://'))
        ? ok(Object.assign(account, body, { version: account.version + 1 }))
        : problem(422, 'Please give whole addresses that begin with https://.', [
            { field: 'links.0', message: 'Please give whole addresses that begin with https://.' },
          ]),
  ],
  [
    'POST',
    '/api/account/password',
    (_p, body) =>
      body.password === 'wrong-password'
        ? problem(422, 'That is not your present password.', [
            { field: 'password', message: 'That is not your present password.' },
          ])
        : { status: 204 },
  ],
  ['GET', '/api/account/sessions', () => ok({ sessions: devices })],
  [
    'DELETE',
    '/api/account/sessions/:id',
    ([id]) => ((devices = devices.filter((one) => one.session_id !== id)), { status: 204 }),
  ],
  ['DELETE', '/api/account/sessions', () => ((devices = devices.slice(0, 1)), { status: 204 })],
  ['POST', '/api/auth/resets', () => ok({ next: 'code' }, 202)],
  [
    'POST',
    '/api/auth/resets/completion',
    (_p, body) =>
      body.code === '123456'
        ? ((mood.viewer = 'customer'), ok(session()))
        : problem(422, 'That is not the code we sent. Please look again.', [
            { field: 'code', message: 'That is not the code we sent. Please look again.' },
          ]),
  ],
  ['DELETE', '/api/auth/sessions/current', () => ((mood.viewer = 'nobody'), { status: 204 })],
  ['GET', '/api/products', () => ok({ products: state.products, tax_rate_basis_points: 825, currency: 'USD' })],
  ['POST', '/api/quotes', (_p, body) => ok(state.quote(body))],
  ['POST', '/api/orders', (_p, body) => place(body)],
  ['GET', '/api/orders', (_p, _b, query) => ok(list(query))],
  ['GET', '/api/orders/:id', ([id]) => ok(orderById(id) ? shownOrder(orderById(id)) : null)],
  ['POST', '/api/orders/:id/acceptance', ([id], body) => move(id, 'Accepted', body)],
  ['POST', '/api/orders/:id/decline', ([id], body) => move(id, 'Canceled', body)],
  ['POST', '/api/orders/:id/cancellation', ([id], body) => move(id, 'Canceled', body)],
  ['POST', '/api/orders/:id/reopening', ([id], body) => move(id, 'Accepted', body)],
  [
    'POST',
    '/api/orders/:id/checkout',
    ([id], _b, _q, origin) =>
      ok({ checkout_url: `${origin}/orders/${id}/paid`, payment_id: 'pay_2', amount: media.due(id) }),
  ],
  [
    'POST',
    '/api/orders/:id/payment-confirmation',
    ([id]) => {
      if (++confirmations % 3 === 0) pay(id);
      return ok({
        state: orderById(id).money.due.amount ? 'processing' : 'paid',
        due: media.due(id),
        payment_state: orderById(id).money.payment_state,
      });
    },
  ],
  ['GET', '/api/business/link-rule', () => ok(state.linkRule(mood.mark !== 'reading'))],
  ['PUT', '/api/business/link-rule', (_p, body) => ok(state.setLinkRule(body))],
  ['GET', '/api/brand', () => ok(brand.read(colors.palette(accent), mood.mark))],
  ['PUT', '/api/brand', (_p, body) => ok(brand.save(body))],
  [
    'POST',
    '/api/brand/pictures',
    (_p, body) => {
      const taken = brand.take(body);
      const sentence = 'This is not a picture that we can read. Use a PNG, JPEG or WebP file.';
      return taken ? ok(taken, 201) : problem(422, sentence, [{ field: 'file', message: sentence }]);
    },
  ],
  ['GET', '/api/watermark', () => ok(watermark.read(mood.mark))],
  ['PUT', '/api/watermark', (_i, body) => ok(watermark.save(body))],
  ['GET', '/api/watermark/photos', () => ok({ photos: watermark.photos() })],
  ['POST', '/api/watermark/previews', () => ok(watermark.preview())],
  ['POST', '/api/watermark/logos', (_i, body) => ok({ logo: body.file })],
  ['POST', '/api/watermark/retry', () => ok(watermark.retry())],
  [
    'GET',
    '/api/listings',
    () =>
      ok({
        listings: media.cards(mood.viewer === 'staff'),
        next_cursor: null,
        in_team: mood.viewer === 'customer',
      }),
  ],
  ['PUT', '/api/listings/:id/teams/:team', (_p, body) => (teams.share(body), { status: 204 })],
  ['GET', '/api/teams', () => ok(teams.list(mood.empty, mood.viewer === 'staff'))],
  ['POST', '/api/teams', (_p, body) => ok(teams.rename(body), 201)],
  ['GET', '/api/teams/:id', () => ok(teams.read())],
  ['PUT', '/api/teams/:id', (_p, body) => ok(teams.rename(body))],
  ['POST', '/api/teams/:id/invitations', (_p, body) => ok(teams.invite(body), 201)],
  ['DELETE', '/api/teams/:id/invitations/:invitation', ([, one]) => (teams.takeBack(one), { status: 204 })],
  ['PUT', '/api/teams/:id/members/:account', ([, account_id], body) => ok(teams.change(account_id, body))],
  ['DELETE', '/api/teams/:id/members/:account', ([, account_id]) => (teams.remove(account_id), { status: 204 })],
  ['GET', '/api/teams/:id/override', () => ok(teams.overrideNow())],
  ['PUT', '/api/teams/:id/override', (_p, body) => ok(teams.say(body))],
  ['POST', '/api/team-invitations/opening', () => ok(teams.invited())],
  ['POST', '/api/team-invitations/acceptance', () => ok(teams.read())],
  ['GET', '/api/agents', () => ok(teams.agents())],
  ['GET', '/api/listings/:id', ([id]) => ok(teams.onListing(media.gallery(id)))],
  [
    'POST',
    '/api/listings/:id/media-access',
    () => ok({ media_expires_at: new Date(Date.now() + 900_000).toISOString() }),
  ],
  ['GET', '/api/listings/:id/mine', ([id]) => ok(media.mine(id))],
  ['POST', '/api/listings/:id/visits', ([id]) => ok(media.visit(id))],
  [
    'PUT',
    '/api/listings/:id/favorites/:asset',
    ([id, asset]) => (media.setFavorite(id, asset, true), { status: 204 }),
  ],
  [
    'DELETE',
    '/api/listings/:id/favorites/:asset',
    ([id, asset]) => (media.setFavorite(id, asset, false), { status: 204 }),
  ],
  ['POST', '/api/listings/:id/downloads', ([id], body) => ok(media.download(id, body.asset_id))],
  ['POST', '/api/listings/:id/bundles', ([id], body) => ok(media.bundle(id, body))],
  ['GET', '/api/listings/:id/shares', ([id]) => ok(media.shares(id))],
  ['POST', '/api/listings/:id/shares', ([id], body, _q, origin) => ok(media.makeShare(id, body, origin), 201)],
  ['DELETE', '/api/listings/:id/shares/:share', ([id, share]) => (media.revokeShare(id, share), { status: 204 })],
  ['POST', '/api/shared-listing', (_p, { token }) => ok(media.shared(token))],
  ['GET', '/api/listings/:id/workspace', ([id]) => ok(media.workspace(id))],
  ['POST', '/api/listings/:id/uploads', ([id], body, _q, origin) => ok(media.startUploads(id, body, origin))],
  ['POST', '/api/listings/:id/uploads/completion', (_p, body) => ok(media.completeUploads(body))],
  ['DELETE', '/api/listings/:id/uploads/:upload', ([, upload]) => (media.cancelUpload(upload), { status: 204 })],
  ['PATCH', '/api/listings/:id/assets/:asset', ([id, asset], body) => ok(media.changeAsset(id, asset, body))],
  ['DELETE', '/api/listings/:id/assets/:asset/replacement', () => ({ status: 204 })],
  [
    'POST',
    '/api/listings/:id/assets/:asset/replacement',
    ([id], file, _q, origin) => ok(media.startUploads(id, { order_id: '', files: [file] }, origin).uploads[0]),
  ],
  [
    'PUT',
    '/api/listings/:id/assets/:asset/captions',
    ([, asset], body) => {
      const given = media.giveCaptions(asset, body);
      return typeof given === 'string' ? problem(422, given, [{ field: 'text', message: given }]) : ok(given);
    },
  ],
  [
    'DELETE',
    '/api/listings/:id/assets/:asset/captions',
    ([, asset]) => (media.removeCaptions(asset), { status: 204 }),
  ],
  ['DELETE', '/api/listings/:id/assets/:asset', () => ({ status: 204 })],
  ['POST', '/api/listings/:id/deliveries', ([id]) => ok(media.deliver(id), 202)],
  ['GET', '/api/listings/:id/revisions', ([id]) => ok(media.revisions(id))],
  ['POST', '/api/listings/:id/revisions', ([id], body) => ok(media.askRevision(id, body), 201)],
  [
    'DELETE',
    '/api/listings/:id/revisions/:revision',
    ([id, revision]) => (media.closeRevision(id, revision), { status: 204 }),
  ],
  [
    'POST',
    '/api/listings/:id/revisions/:revision/resolution',
    ([id, revision]) => (media.closeRevision(id, revision), { status: 204 }),
  ],
  ['POST', '/api/listings/:id/unpublishing', ([id]) => ok(media.unpublish(id))],
  ['PUT', '/api/orders/:id/override', ([id], body) => ok(media.override('order', body.override, id))],
  ['GET', '/api/business/override', () => ok(media.overrideOf('business'))],
  ['PUT', '/api/business/override', (_p, body) => ok(media.override('business', body.override))],
  ['GET', '/api/customers/:id/override', () => ok(media.overrideOf('customer'))],
  ['PUT', '/api/customers/:id/override', (_p, body) => ok(media.override('customer', body.override))],
  ['POST', '/api/listings/:id/deliveries/:delivery/retry', ([id]) => ok(media.deliver(id), 202)],
];

function match(method, pathname) {
  for (const [verb, pattern, handle] of routes) {
    const found = new RegExp(`^${pattern.replace(/:\w+/g, '([\\w-]+)')}$`).exec(pathname);
    if (verb === method && found) return (...rest) => handle(found.slice(1), ...rest);
  }
  return () => problem(404, 'There is nothing at this address.');
}

function change({ viewer, pay: order, ...rest }) {
  if (viewer) mood.viewer = viewer;
  if (order) pay(order);
  Object.assign(mood, rest);
}

const brandCss = colors.paletteCss(colors.palette(accent));
const brandHead = `<title>${state.business.name.replace('&', '&amp;')}</title><meta name="application-name" content="${state.business.name.replace('&', '&amp;')}"><meta name="theme-color" content="#f8f8f7" media="(prefers-color-scheme: light)"><meta name="theme-color" content="#121214" media="(prefers-color-scheme: dark)"><link rel="stylesheet" href="/assets/brand/mock.css">`;
const TYPES = { js: 'text/javascript', css: 'text/css', woff2: 'font/woff2', jpg: 'image/jpeg' };

function file(name, response, headers = {}) {
  if (!existsSync(name)) return response.writeHead(404).end();
  response.writeHead(200, {
    'Content-Type': TYPES[path.extname(name).slice(1)] ?? 'application/octet-stream',
    'Content-Security-Policy': CSP,
    ...headers,
  });
  return createReadStream(name).pipe(response);
}

async function read(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function api(request, url, response) {
  const body = await read(request);
  const answer =
    mood.fail && url.pathname.includes(mood.fail)
      ? problem(503, 'The service is restarting. Try again in a minute.')
      : match(request.method, url.pathname)(body.length ? JSON.parse(body) : {}, url.searchParams, url.origin);
  await new Promise((resolve) => setTimeout(resolve, mood.slow));
  response.writeHead(answer.status, {
    'Content-Type': answer.status >= 400 ? 'application/problem+json' : 'application/json',
    'Cache-Control': 'no-store',
  });
  response.end(answer.body ? JSON.stringify(answer.body) : undefined);
}

const server = http.createServer(async (request, response) => {
  const url = new URL(request.url, `http://${request.headers.host}`);
  if (url.pathname === '/mock') {
    change(JSON.parse(await read(request)));
    return response.writeHead(204).end();
  }
  if (url.pathname.startsWith('/api/')) return api(request, url, response);
  if (url.pathname.startsWith('/parts/')) {
    await read(request);
    return response.writeHead(200, { ETag: '"etag"' }).end();
  }
  if (url.pathname.startsWith('/media/'))
    return file(path.join(process.env.PHOTOS ?? '', path.basename(url.pathname)), response);
  if (url.pathname.startsWith('/original/')) {
    const name = path.basename(url.pathname);
    return file(path.join(process.env.ORIGINALS ?? process.env.PHOTOS ?? '', name), response, {
      'Content-Disposition': `attachment; filename="${name}"`,
    });
  }
  if (url.pathname === '/assets/brand/mock.css')
    return response.writeHead(200, { 'Content-Type': 'text/css' }).end(brandCss);
  if (brand.files.has(url.pathname)) {
    const { data, type } = brand.files.get(url.pathname);
    return response.writeHead(200, { 'Content-Type': type }).end(data);
  }
  if (url.pathname.startsWith('/assets/')) return file(path.join(dist, url.pathname), response);
  const shell = readFileSync(path.join(dist, 'index.html'), 'utf8').replace(
    '<!--brand-->',
    brandHead + brand.head(),
  );
  return response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': CSP }).end(shell);
});
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${server.address().port}`),
);
