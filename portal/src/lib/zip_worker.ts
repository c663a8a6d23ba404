/** The service worker behind full-size bundles: it answers one address per bundle with a ZIP that it writes on the way. */
import { zipLength, zipStream, type BundleFile } from './zip_stream';

interface Job {
  files: BundleFile[];
  file_name: string;
  port: MessagePort;
}

interface Message {
  id?: string;
  files?: BundleFile[];
  file_name?: string;
}

// The page's own lib types stand in for a worker's: only what is used here is named.
interface WorkerScope {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(
    type: 'install' | 'activate',
    listener: (event: { waitUntil(work: Promise<void>): void }) => void,
  ): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<Message>) => void): void;
  addEventListener(
    type: 'fetch',
    listener: (event: { request: Request; respondWith(answer: Response): void }) => void,
  ): void;
}

const scope = self as unknown as WorkerScope;
const jobs = new Map<string, Job>();

scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));

// Messages without an id only keep the worker awake while a long bundle is written.
scope.addEventListener('message', ({ data, ports }) => {
  const port = ports[0];
  if (!data.id || !data.files || !data.file_name || !port) return;
  jobs.set(data.id, { files: data.files, file_name: data.file_name, port });
  port.postMessage({ ready: true });
});

scope.addEventListener('fetch', (event) => {
  const job = jobs.get(new URL(event.request.url).pathname.split('/').pop() ?? '');
  if (job) event.respondWith(answer(job));
});

function answer({ files, file_name, port }: Job): Response {
  const stop = new AbortController();
  const counted = zipStream(files, (bytes) => port.postMessage({ bytes }), stop.signal);
  const reader = counted.getReader();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
          port.postMessage({ done: true });
        } else controller.enqueue(value);
      } catch (error) {
        controller.error(error);
        port.postMessage({ failed: true });
      }
    },
    cancel() {
      stop.abort();
      port.postMessage({ canceled: true });
    },
  });
  return new Response(body, {
    headers: {
      'Content-Type': 'application/zip',
      'Content-Length': String(zipLength(files)),
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file_name)}`,
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
