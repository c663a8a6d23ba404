/** Mounts the page of the platform's own host, where an owner sets up a business; no business's host shows it. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { Boundary } from '../shell/boundary';
import { Toasts } from '../ui/toast';
import { brand } from '../lib/brand';
import '../styles.css';
import { Founding } from './founding';

const client = new QueryClient({
  defaultOptions: { queries: { networkMode: 'always', retry: 1 }, mutations: { networkMode: 'always' } },
});
addEventListener('load', () => void import('../lib/tab_icon').then(({ drawIcon }) => drawIcon(brand.name)));
const root = document.getElementById('app');
if (root)
  createRoot(root).render(
    <QueryClientProvider client={client}>
      <Boundary>
        <Founding />
      </Boundary>
      <Toasts />
    </QueryClientProvider>,
  );
