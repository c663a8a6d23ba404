// Lighthouse's mobile run of one page in a browser of its own, with the cookies of whoever visits: prints what it found.
// Called by `python -m tests.lighthouse` with {url, cookies, chromium, folder, certificate} as JSON.
import lighthouse from 'lighthouse';
import puppeteer from 'puppeteer-core';
import { front } from './front.mjs';

const AGAIN = 75; // the browser was too busy to be measured, as Lighthouse says itself
const { url, cookies, chromium, folder, certificate } = JSON.parse(process.argv[2]);
const asked = new URL(url);
const edge = await front(Number(asked.port), certificate);
const page_url = `https://${asked.hostname}:${edge.port}${asked.pathname}`;
const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: folder,
  defaultViewport: null,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--ignore-certificate-errors',
  ],
});
try {
  const page = await browser.newPage();
  if (cookies.length) await page.setCookie(...cookies.map((cookie) => ({ ...cookie, url: page_url })));
  // As the portal leaves it in the browser of whoever signed in (session.ts).
  if (cookies.length) await page.evaluateOnNewDocument(() => localStorage.setItem('latchkey.viewer', 'customer'));
  // The profile is new and holds nothing but the cookies, which a reset would take away.
  const options = {
    disableStorageReset: true,
    onlyCategories: ['performance', 'accessibility', 'best-practices'],
  };
  const { lhr } = await lighthouse(page_url, options, undefined, page);
  if (lhr.runtimeError) {
    console.error(`${lhr.runtimeError.code} ${lhr.runtimeError.message}`);
    process.exitCode = AGAIN;
  } else console.log(JSON.stringify(told(lhr)));
} finally {
  await browser.close();
  edge.close();
}

function told(lhr) {
  const scored = (category) =>
    lhr.categories[category].auditRefs.map(({ id, weight }) => ({ ...lhr.audits[id], weight }));
  const failed = [...scored('accessibility'), ...scored('best-practices')]
    .filter(({ score, weight }) => weight > 0 && score !== null && score < 1)
    .map(({ id, title, details }) => ({ id, title, items: (details?.items ?? []).slice(0, 3) }));
  const score = (category) => Math.round(lhr.categories[category].score * 100);
  return {
    address: lhr.finalDisplayedUrl.replace(page_url, url),
    accessibility: score('accessibility'),
    best_practices: score('best-practices'),
    performance: score('performance'),
    lcp_seconds: lhr.audits['largest-contentful-paint'].numericValue / 1000,
    cls: lhr.audits['cumulative-layout-shift'].numericValue,
    machine: Math.round(lhr.environment.benchmarkIndex),
    failed,
  };
}
