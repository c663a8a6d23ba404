/** The made-up business that the mock serves: enough of everything to look at every screen in every state. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

export const usd = (amount) => ({ amount, currency: 'USD' });
const DAY = 86_400_000;
const ago = (days, hours = 0) => new Date(Date.now() - days * DAY - hours * 3_600_000).toISOString();

export const business = {
  business_id: 'biz_01',
  name: 'Harbor & Pine',
  time_zone: 'America/Chicago',
  currency: 'USD',
  phone: '+1 512 555 0140',
  email: 'hello@harborandpine.example',
  locale: 'en-US',
};

export const viewers = {
  customer: {
    kind: 'customer',
    account_id: 'acc_1',
    email: 'maya@brightkey.example',
    name: 'Maya Torres',
    phone: null,
    role: null,
    customer_id: 'cus_01MAYA',
  },
  staff: {
    kind: 'staff',
    account_id: 'acc_2',
    email: 'owner@harborandpine.example',
    name: 'Jonas Reed',
    role: 'owner',
    customer_id: null,
  },
  nobody: null,
};

const bands = (...amounts) => [
  { up_to_square_feet: 2000, price: usd(amounts[0]) },
  { up_to_square_feet: 4000, price: usd(amounts[1]) },
  { up_to_square_feet: null, price: usd(amounts[2]) },
];
const product = (product_id, kind, name, description, prices, includes = []) => ({
  product_id,
  kind,
  name,
  description,
  bands: bands(...prices),
  duration_minutes: 90,
  turnaround_hours: 24,
  includes,
});
export const products = [
  product(
    'prd_essential',
    'package',
    'Essential',
    'Interior and exterior photos for a quick start.',
    [19900, 24900, 32900],
    [{ kind: 'photo', count: 25 }],
  ),
  product(
    'prd_signature',
    'package',
    'Signature',
    'The full story of a home: daylight, twilight and aerial.',
    [44900, 54900, 69900],
    [
      { kind: 'photo', count: 38 },
      { kind: 'floor_plan', count: 1 },
    ],
  ),
  product('prd_twilight', 'add_on', 'Twilight exteriors', 'Three exteriors at blue hour.', [9900, 9900, 9900]),
  product('prd_aerial', 'add_on', 'Aerial photos', 'Six views from above, licensed pilot.', [14900, 14900, 14900]),
  product('prd_plan', 'add_on', 'Floor plan', 'Measured on site, to scale.', [7900, 9900, 12900]),
];

export function quote({ square_feet, lines }) {
  const priced = lines.map(({ product_id, quantity }) => {
    const found = products.find((one) => one.product_id === product_id);
    const { price } = found.bands.find(
      (band) => band.up_to_square_feet === null || square_feet <= band.up_to_square_feet,
    );
    const amount = price.amount * quantity;
    return {
      product_id,
      name: found.name,
      quantity,
      unit_price: price,
      amount: usd(amount),
      tax: usd(Math.round(amount * 0.0825)),
    };
  });
  const subtotal = priced.reduce((sum, line) => sum + line.amount.amount, 0);
  const tax = priced.reduce((sum, line) => sum + line.tax.amount, 0);
  return { lines: priced, subtotal: usd(subtotal), tax: usd(tax), total: usd(subtotal + tax) };
}

const address = (line1, city, region, postal_code) => ({
  line1,
  line2: null,
  city,
  region,
  postal_code,
  country: 'US',
});
const lineOf = (a) => `${a.line1}, ${a.city}, ${a.region} ${a.postal_code}`;

export function makeOrder(n, place, status, lines, days, more = {}) {
  const priced = quote({ square_feet: 2400, lines });
  const { total } = priced;
  const owed = status === 'Accepted' || status === 'Completed' ? total : usd(0);
  const paid = more.paid ? total : usd(0);
  const due = usd(owed.amount - paid.amount);
  const entry = (event, d, actor = 'business', reason = null) => ({
    at: ago(d),
    actor,
    actor_name: actor === 'business' ? 'Jonas Reed' : actor === 'customer' ? 'Maya Torres' : null,
    event,
    reason,
  });
  const history = [entry('placed', days, 'customer')];
  if (status !== 'Pending' && status !== 'Canceled') history.push(entry('accepted', days - 0.2));
  if (status === 'Completed') history.push(entry('completed', days - 2));
  if (status === 'Canceled')
    history.push(entry('canceled', days - 0.5, 'customer', 'The seller has changed their mind.'));
  return {
    order_id: `ord_${n}`,
    number: n,
    version: 3,
    status,
    address: place,
    address_line: lineOf(place),
    square_feet: 2400,
    contact: { name: 'Maya Torres', phone: '+1 512 555 0188', email: 'maya@brightkey.example' },
    access_notes: 'Lockbox on the side gate, code 4410. Please keep the cat inside.',
    lines: priced.lines,
    money: {
      subtotal: priced.subtotal,

      tax: priced.tax,
      total,
      charged: owed,
      paid,
      due,
      payment_state: more.paid ? 'paid' : owed.amount ? 'unpaid' : 'not_required',
      collection: true,
    },
    history,
    listing: more.listing
      ? {
          listing_id: more.listing,
          state: status === 'Completed' ? 'delivered' : 'in_progress',
          delivered_at: status === 'Completed' ? ago(days - 2) : null,
        }
      : null,
    payments: more.paid
      ? [{ payment_id: 'pay_1', state: 'paid', amount: total, created_at: ago(days - 2.5) }]
      : [],
    invoice: status === 'Completed' ? { number: n - 1000, state: more.paid ? 'paid' : 'open' } : null,
    customer: { customer_id: 'cus_01MAYA', name: 'Maya Torres', email: 'maya@brightkey.example' },
    created_at: ago(days),
    open_revisions: 0,
    overrides: { order: null, customer: null, business: null },
    actions: [],
  };
}

const signature = [{ product_id: 'prd_signature', quantity: 1 }];
export const orders = [
  makeOrder(
    1048,
    address('77 Cedar Hollow Lane', 'Austin', 'TX', '78746'),
    'Pending',
    [
      { product_id: 'prd_essential', quantity: 1 },
      { product_id: 'prd_plan', quantity: 1 },
    ],
    0.3,
  ),
  makeOrder(1047, address('1204 Juniper Ridge Road', 'Austin', 'TX', '78704'), 'Completed', signature, 3, {
    listing: 'lst_locked',
  }),
  makeOrder(1044, address('9 Harbor View Court', 'Lakeway', 'TX', '78734'), 'Accepted', signature, 5, {
    listing: 'lst_progress',
  }),
  makeOrder(
    1039,
    address('418 Willow Bend', 'Austin', 'TX', '78703'),
    'Completed',
    [
      { product_id: 'prd_essential', quantity: 1 },
      { product_id: 'prd_twilight', quantity: 2 },
    ],
    16,
    { listing: 'lst_paid', paid: true },
  ),
  makeOrder(
    1031,
    address('2250 Old Quarry Road', 'Dripping Springs', 'TX', '78620'),
    'Canceled',
    [{ product_id: 'prd_essential', quantity: 1 }],
    31,
  ),
];

export function actionsFor(order, staff) {
  const can = (action, allowed, reason = null) => ({ action, allowed, reason });
  const list = [
    can(
      'cancel',
      order.status === 'Pending' || order.status === 'Accepted',
      order.status === 'Completed' ? 'A delivered order can no longer be canceled.' : null,
    ),
  ];
  if (staff)
    list.push(
      can('accept', order.status === 'Pending'),
      can('decline', order.status === 'Pending'),
      can('reopen', order.status === 'Completed'),
    );
  else
    list.push(
      can(
        'pay',
        order.money.due.amount > 0,
        order.status === 'Pending' ? 'You can pay as soon as the order is accepted.' : null,
      ),
    );
  return list;
}

const folder = process.env.PHOTOS;
export const photos = folder ? JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8')) : [];

export const listings = {
  lst_locked: {
    order: 'ord_1047',
    delivered_at: ago(1),
    state: 'delivered',
    fresh: true,
    photos: photos.map((_, index) => index),
  },
  lst_progress: { order: 'ord_1044', delivered_at: null, state: 'in_progress', photos: [0, 5, 7] },
  lst_paid: {
    order: 'ord_1039',
    delivered_at: ago(13),
    state: 'delivered',
    fresh: true,
    news: { added: 2, replaced: 1 },
    photos: [3, 7, 10, 1, 13, 5],
  },
};

const rule = { wait_for_payment: false, version: 4 };
export const linkRule = (may_change = true) => ({ ...rule, may_change });
export const setLinkRule = ({ wait_for_payment }) =>
  Object.assign(rule, { wait_for_payment, version: rule.version + 1 }) && linkRule();
