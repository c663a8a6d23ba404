/** Mounts the portal; the brand already stands in the shell that this script was loaded from. */
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { brand } from './lib/brand';
import { watchMoves } from './lib/moves';
import './styles.css';

watchMoves();
// Afterwards: drawing takes a phone's time, and the page wants it first.
addEventListener('load', () => {
  void import('./lib/tab_icon').then(({ drawIcon }) => drawIcon(brand.name));
  void import('./lib/theme').then(({ paintFrame }) => paintFrame());
});
const root = document.getElementById('app');
if (root) createRoot(root).render(<App />);
