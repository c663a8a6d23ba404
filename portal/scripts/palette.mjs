/**
 * Prints the accent palette of a business, which the server stores with it.
 *
 *   node scripts/palette.mjs '#1c6b57'          JSON
 *   node scripts/palette.mjs '#1c6b57' --css    the style sheet that the shell links
 *   node scripts/palette.mjs --all < colors     of each line a palette and its style sheet, as one JSON list
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runnerImport } from 'vite';

const [accent = '', form] = process.argv.slice(2);
const { module } = await runnerImport(path.join(import.meta.dirname, '../src/lib/palette.ts'));

const written = (color) => {
  const palette = module.palette(color.toLowerCase());
  return { palette, css: module.paletteCss(palette) };
};
if (accent === '--all') {
  const colors = readFileSync(0, 'utf8').split('\n').filter(Boolean);
  process.stdout.write(JSON.stringify(colors.map(written)));
} else {
  const { palette, css } = written(accent);
  process.stdout.write(form === '--css' ? css : `${JSON.stringify(palette, null, 2)}\n`);
}
