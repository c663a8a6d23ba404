/** Measures what a cold visitor loads, gzipped, per route, and fails over the budgets of the portal. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = path.join(import.meta.dirname, '../dist');
const manifest = JSON.parse(readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8'));
const KB = 1000;
const BUDGETS = { shell: 34, customer: 45, studio: 55, css: 12, html: 4, font: 50 };

const gz = (file) => gzipSync(readFileSync(path.join(dist, file)), { level: 9 }).length / KB;

/** A chunk and everything it imports before it can run. */
function closure(key, seen = new Set()) {
  if (!seen.has(key)) {
    seen.add(key);
    for (const next of manifest[key].imports ?? []) closure(next, seen);
  }
  return seen;
}

const weigh = (keys) => [...keys].reduce((sum, key) => sum + gz(manifest[key].file), 0);
const entry = 'index.html';
const shell = closure(entry).add('src/early.ts');
const studio = 'src/studio/screens.tsx';
const routes = (from, folder) =>
  (manifest[from].dynamicImports ?? []).filter((key) => key.startsWith(`src/${folder}/`)).sort();

const lines = [['shell', weigh(shell), BUDGETS.shell]];
for (const key of routes(entry, 'routes'))
  lines.push([key, weigh(closure(key, new Set(shell))), BUDGETS.customer]);
for (const key of routes(studio, 'studio'))
  lines.push([key, weigh(closure(key, closure(studio, new Set(shell)))), BUDGETS.studio]);
lines.push(['platform', weigh(closure('platform.html')), BUDGETS.customer]);
const css = new Set([...Object.values(manifest)].flatMap((chunk) => chunk.css ?? []));
lines.push(['css', [...css].reduce((sum, file) => sum + gz(file), 0), BUDGETS.css]);
lines.push(['html', gz('index.html'), BUDGETS.html]);
const font = /assets\/inter-latin-wght[^"]*woff2/.exec(readFileSync(path.join(dist, 'index.html'), 'utf8'))?.[0];
lines.push(['font', font ? statSync(path.join(dist, font)).size / KB : Infinity, BUDGETS.font]);

let over = 0;
for (const [name, size, budget] of lines) {
  const bad = size > budget;
  over += bad;
  console.log(`${bad ? 'OVER' : 'ok  '}  ${name.padEnd(30)} ${size.toFixed(1).padStart(6)} kB of ${budget}`);
}
if (over) {
  console.error(`${over} over budget`);
  process.exit(1);
}
