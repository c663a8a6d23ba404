/** Saves many files as one ZIP without server work: by a service worker, a picked file, or in parts on small devices. */
import workerUrl from './zip_worker.ts?worker&url';
import { canStream, saveUrl } from './saving';
import { zipLength, zipStream, type BundleFile } from './zip_stream';

export type { BundleFile };

export const SCOPE = '/assets/bundles/';
const AWAKE_MS = 10_000;

interface FilePicker {
  showSaveFilePicker?: (options: {
    suggestedName: string;
  }) => Promise<{ createWritable(): Promise<WritableStream<Uint8Array>> }>;
}

export type Progress = (done: number, total: number) => void;

const total = (files: readonly BundleFile[]) => files.reduce((sum, file) => sum + file.bytes, 0);

function counter(files: readonly BundleFile[], onProgress: Progress): (count: number) => void {
  let done = 0;
  const all = total(files);
  return (count) => onProgress((done += count), all);
}

function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

const trust = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('latchkey-worker', {
  createScriptURL(url) {
    if (url !== workerUrl) throw new TypeError('Only the bundle worker may be registered.');
    return url;
  },
});

async function activeWorker(): Promise<ServiceWorker> {
  const url = trust ? trust.createScriptURL(workerUrl) : workerUrl;
  const registration = await navigator.serviceWorker.register(url, { scope: SCOPE });
  const worker = registration.installing ?? registration.waiting ?? registration.active;
  if (!worker) throw new Error('No worker.');
  if (worker.state === 'activated') return worker;
  return new Promise((resolve, reject) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve(worker);
      if (worker.state === 'redundant') reject(new Error('No worker.'));
    });
  });
}

interface WorkerNote {
  ready?: boolean;
  bytes?: number;
  done?: boolean;
  failed?: boolean;
  canceled?: boolean;
}

async function saveByWorker(files: readonly BundleFile[], file_name: string, onProgress: Progress): Promise<void> {
  const worker = await activeWorker();
  const id = crypto.randomUUID();
  const { port1: port, port2 } = new MessageChannel();
  const count = counter(files, onProgress);
  const awake = setInterval(() => worker.postMessage({}), AWAKE_MS);
  try {
    await new Promise<void>((resolve, reject) => {
      port.onmessage = ({ data }: MessageEvent<WorkerNote>) => {
        if (data.ready) saveUrl(SCOPE + id);
        if (data.bytes) count(data.bytes);
        if (data.done) resolve();
        if (data.failed) reject(new Error('A file of the bundle could not be read.'));
        if (data.canceled) reject(new DOMException('Canceled', 'AbortError'));
      };
      worker.postMessage({ id, files, file_name }, [port2]);
    });
  } finally {
    clearInterval(awake);
    port.close();
  }
}

async function saveByPicker(files: readonly BundleFile[], file_name: string, onProgress: Progress): Promise<void> {
  const handle = await (window as FilePicker).showSaveFilePicker?.({ suggestedName: file_name });
  if (!handle) throw new Error('No file picker.');
  await zipStream(files, counter(files, onProgress)).pipeTo(await handle.createWritable());
}

async function saveInMemory(files: readonly BundleFile[], file_name: string, onProgress: Progress): Promise<void> {
  const stream = zipStream(files, counter(files, onProgress));
  const blob = await new Response(stream, { headers: { 'Content-Type': 'application/zip' } }).blob();
  if (blob.size !== Number(zipLength(files))) throw new Error('The bundle is incomplete.');
  saveBlob(blob, file_name);
}

/** Saves one ZIP (or, where the browser cannot stream, one part of it) and resolves when it is complete. */
export async function saveBundle(
  files: readonly BundleFile[],
  file_name: string,
  onProgress: Progress,
): Promise<void> {
  if (!canStream()) return saveInMemory(files, file_name, onProgress);
  if ('serviceWorker' in navigator) return saveByWorker(files, file_name, onProgress);
  return saveByPicker(files, file_name, onProgress);
}
