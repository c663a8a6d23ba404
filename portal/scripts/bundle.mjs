/**
 * Writes to standard output the ZIP that the portal would write, from a JSON list of its files on standard input.
 *
 * A file's `url` is `file:///…` or `fill:7`, which is that byte as often as the file is long: files of any size
 * without a disk. `onBytes` is counted, as the page counts for its progress; the sum and the time of the
 * writing itself go to standard error.
 */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { json } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const CHUNK = 1 << 20;

/** The module as the page has it: one file of plain JavaScript. */
async function load(source) {
  const outDir = await mkdtemp(path.join(tmpdir(), 'latchkey-bundle-'));
  const lib = {
    entry: path.join(import.meta.dirname, '..', source),
    formats: ['es'],
    fileName: () => 'bundle.mjs',
  };
  await build({ configFile: false, logLevel: 'error', build: { lib, outDir, emptyOutDir: false } });
  try {
    return await import(pathToFileURL(path.join(outDir, 'bundle.mjs')).href);
  } finally {
    await rm(outDir, { recursive: true });
  }
}

function* filled(byte, bytes) {
  const chunk = new Uint8Array(CHUNK).fill(byte);
  for (let left = bytes; left > 0; left -= CHUNK) yield left < CHUNK ? chunk.subarray(0, left) : chunk;
}

const files = await json(process.stdin);
const bytesOf = new Map(files.map(({ url, bytes }) => [url, bytes]));

globalThis.fetch = (url) => {
  const { protocol, pathname } = new URL(url);
  const source =
    protocol === 'fill:'
      ? Readable.from(filled(parseInt(pathname, 10), bytesOf.get(url)))
      : createReadStream(new URL(url), { highWaterMark: CHUNK });
  return Promise.resolve(new Response(Readable.toWeb(source)));
};

const { zipLength, zipStream } = await load('src/lib/zip_stream.ts');
let heard = 0;
const begun = performance.now();
await pipeline(Readable.fromWeb(zipStream(files, (count) => (heard += count))), process.stdout);
process.stderr.write(
  JSON.stringify({
    promised: Number(zipLength(files)),
    heard,
    milliseconds: Math.round(performance.now() - begun),
  }),
);
