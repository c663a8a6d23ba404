import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Layers point one way: ui and lib know no screen, and screens do not import each other. */
const forbid = (regex, message) => ({ 'no-restricted-imports': ['error', { patterns: [{ regex, message }] }] });

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/lib/api.gen.ts', '.vite'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strictTypeChecked],
    plugins: { 'react-hooks': hooks },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'max-lines': ['error', 350],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'JSXAttribute[name.name=/^autofocus$/i]',
          message: 'Chromium complains when something has the focus already: focus in an effect.',
        },
      ],
      'no-restricted-properties': ['error', { property: 'innerHTML', message: 'Trusted Types: build elements.' }],
    },
  },
  {
    files: ['src/lib/**', 'src/ui/**'],
    rules: forbid('/(routes|studio|shell)/', 'ui and lib know no screen.'),
  },
  {
    files: ['src/routes/*'],
    rules: forbid('^\\./(?!parts/)|/studio/', 'Screens do not import each other.'),
  },
  {
    files: ['src/studio/*'],
    rules: forbid('^\\./(?!parts/)|/routes/', 'Screens do not import each other.'),
  },
);
