import preact from '@preact/preset-vite';
import tailwind from '@tailwindcss/vite';
import type { Plugin, Rolldown } from 'vite';
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
    : /preload-helper|src\/(shell\/(?!alone|closed)|lib\/(api|brand|session|text|view)\.|ui\/(button|icon|menu|page|states|toast)\.)/.test(
        id,
      );

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

/** The screens that `src/early.ts` asks for before the shell has come; the page, which is never cached, names their files. */
const EARLY_SCREENS = ['dashboard', 'listing'];

function early(): Plugin {
  const screen = (name: string, html: string, bundle: Rolldown.OutputBundle): string => {
    const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
    const route = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`src/routes/${name}.tsx`));
    const files = new Set(route ? [route.fileName] : []);
    // A set that grows is walked to its end.
    for (const file of files) {
      const imports = chunks.find(({ fileName }) => fileName === file)?.imports ?? [];
      for (const next of imports) if (!html.includes(next)) files.add(next);
    }
    const content = [...files].map((file) => `/${file}`).join(' ');
    return `<meta name="screen-${name}" content="${content}" />`;
  };
  return {
    name: 'early',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const script = Object.values(bundle ?? {}).find(({ fileName }) => /\/early-[\w-]+\.js$/.test(fileName));
        if (!bundle || !script) return html; // the development server asks later
        const tags = EARLY_SCREENS.map((name) => screen(name, html, bundle));
        // A script waits for the style sheets before it; this one stands before all of them.
        return html.replace(
          '<!--early-->',
          [...tags, `<script src="/${script.fileName}"></script>`].join('\n    '),
        );
      },
    },
  };
}

export default defineConfig({
  plugins: [preact({ reactAliasesEnabled: false, prefreshEnabled: true }), tailwind(), early()],
  resolve: { alias: preactInsteadOfReact },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: '.vite/manifest.json',
    sourcemap: false,
    rolldownOptions: {
      input: { index: 'index.html', platform: 'platform.html', early: 'src/early.ts' },
      output: { codeSplitting: { groups, includeDependenciesRecursively: false } },
    },
  },
  worker: { format: 'iife' },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: process.env.LATCHKEY_ORIGIN ?? 'http://127.0.0.1:8080' } },
  },
  test: { include: ['test/**/*.test.ts'], environment: 'node' },
});
