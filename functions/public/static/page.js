/** The two things that happen on a private order page: paying, and hearing whether a payment has arrived. */

const token = location.pathname.split('/')[2];

/** Asks our API with the link as the only right; anything but a good answer is thrown with its one sentence. */
async function ask(path) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-latchkey': '1' },
    body: JSON.stringify({ token }),
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.detail || 'That did not work. Please try again.');
  return body;
}

const pay = document.querySelector('[data-pay]');
const problem = document.querySelector('[data-problem]');

async function openCheckout() {
  pay.disabled = true;
  pay.setAttribute('aria-busy', 'true');
  problem.hidden = true;
  try {
    const { checkout_url } = await ask('/api/guest/checkout');
    location.assign(checkout_url);
  } catch (error) {
    problem.textContent =
      error instanceof TypeError ? 'We cannot be reached just now. Please check your connection.' : error.message;
    problem.hidden = false;
    ready();
  }
}

function ready() {
  pay.disabled = false;
  pay.removeAttribute('aria-busy');
}

if (pay) {
  pay.addEventListener('click', openCheckout);
  // Coming back with the browser's button shows this page as it was left: make the button work again.
  addEventListener('pageshow', ready);
}

for (const print of document.querySelectorAll('[data-print]')) {
  print.hidden = false;
  print.addEventListener('click', () => window.print());
}

const paid = document.querySelector('[data-paid]');
/** Seconds between two questions: soon at first, then calmly, then never again. */
const GAPS = [0, 1, 2, 3, 5, 8, 13, 20, 30];

function show(state) {
  for (const part of paid.querySelectorAll('[data-state]')) part.hidden = part.dataset.state !== state;
}

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** Resolves at once while the page is visible, else when somebody looks at it again. */
const seen = () =>
  new Promise((done) => {
    if (document.visibilityState === 'visible') return done();
    document.addEventListener('visibilitychange', () => done(seen()), { once: true });
  });

async function listen() {
  for (const gap of GAPS) {
    await pause(gap);
    await seen();
    const { state } = await ask('/api/guest/payment-confirmation').catch(() => ({ state: 'unpaid' }));
    if (state !== 'unpaid') return show(state);
  }
  show('unknown');
}

if (paid?.dataset.paid === 'asking') listen();
