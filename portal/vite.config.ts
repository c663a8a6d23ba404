import preact from '@preact/preset-vite';
import tailwind from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';

/** React is a one-line switch: drop these aliases (and the preset) and the same sources build with React. */
const preactInsteadOfReact = [
  { find: /^react-dom$/, replacement: 'preact/compat' },
  { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
  { find: /^react$/, replacement: 'preact/compat' },
  { find: /^react\/jsx-runtime$/, replacement: 'preact/jsx-runtime' },
  { find: /^use-sync-external-store\/shim(\/index\.js)?$/, replacement: 'preact/compat' },
];

/** What every page runs before its own screen, in one chunk: it compresses better than the pieces. */
const inShell = (id: string) =>
  /node_modules\/(preact|wouter|regexparam|openapi-fetch|@tanstack)\//.test(id)
    ? !/(useMutation|mutationObserver|useInfiniteQuery|infiniteQueryObserver)\.js$/.test(id)
    : /src\/(shell\/|lib\/(api|brand|session|text)\.|ui\/(button|icon|menu|page|states|toast)\.)/.test(id);

/** Small modules that most screens after the sign-in share, and those of every gallery: each file costs a phone a wait. */
const everyday =
  /(src\/(lib\/(address|format|news|news_words|polling)|ui\/(badge|load_screen|photo))|(useMutation|mutationObserver))\./;
const gallery =
  /src\/(lib\/(media_access|mine|sections|tile_sizes|selection)|ui\/(gallery|gallery_skeleton|share_button))\./;
const groups = [
  { name: 'shell', test: inShell },
  { name: 'everyday', test: everyday },
  { name: 'gallery', test: gallery },
];

export default defineConfig({
  plugins: [preact({ reactAliasesEnabled: false, prefreshEnabled: true }), tailwind()],
  resolve: { alias: preactInsteadOfReact },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: '.vite/manifest.json',
    sourcemap: false,
    rolldownOptions: { output: { codeSplitting: { groups, includeDependenciesRecursively: false } } },
  },
  worker: { format: 'iife' },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: process.env.LATCHKEY_ORIGIN ?? 'http://127.0.0.1:8080' } },
  },
  test: { include: ['test/**/*.test.ts'], environment: 'node' },
});
