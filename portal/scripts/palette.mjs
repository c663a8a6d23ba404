/**
 * Prints the accent palette of a business, which the server stores with it.
 *
 *   node scripts/palette.mjs '#1c6b57'          JSON
 *   node scripts/palette.mjs '#1c6b57' --css    the style sheet that the shell links
 */
import path from 'node:path';
import { runnerImport } from 'vite';

const [accent = '', form] = process.argv.slice(2);
const { module } = await runnerImport(path.join(import.meta.dirname, '../src/lib/palette.ts'));
const palette = module.palette(accent.toLowerCase());
process.stdout.write(form === '--css' ? module.paletteCss(palette) : `${JSON.stringify(palette, null, 2)}\n`);
