/** Saves many files as one ZIP without server work: by a service worker, a picked file, or in parts on small devices. */
import workerUrl from './zip_worker.ts?worker&url';
import { zipLength, zipStream, type BundleFile } from './zip_stream';

export type { BundleFile };

export const SCOPE = '/assets/bundles/';
const PART_BYTES = 500_000_000;
const AWAKE_MS = 10_000;

export type Progress = (done: number, total: number) => void;

interface FilePicker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<{ createWritable(): Promise<WritableStream> }>;
}

const isSafari = () => /safari/i.test(navigator.userAgent) && !/chrom|android|firefox/i.test(navigator.userAgent);
const isPhone = () => matchMedia('(pointer: coarse)').matches;

/** Whether this browser writes a ZIP of any size straight to disk; phones and Safari do not. */
export const canStream = () =>
  !isPhone() && !isSafari() && ('serviceWorker' in navigator || 'showSaveFilePicker' in window);

/** Splits files, in order, into parts of at most `limit` bytes; a larger single file is a part of its own. */
export function parts<F extends { bytes: number }>(files: readonly F[], limit = PART_BYTES): F[][] {
  const result: F[][] = [];
  let room = 0;
  for (const file of files) {
    const last = result.at(-1);
    if (last && file.bytes <= room) last.push(file);
    else {
      result.push([file]);
      room = limit;
    }
    room -= file.bytes;
  }
  return result;
}

/** "12 Oak St.zip" -> "12 Oak St part 2 of 3.zip". */
export const partName = (name: string, part: number, of: number) =>
  of === 1 ? name : name.replace(/(\.zip)?$/i, ` part ${part} of ${of}.zip`);

const total = (files: readonly BundleFile[]) => files.reduce((sum, file) => sum + file.bytes, 0);

function counter(files: readonly BundleFile[], onProgress: Progress): (count: number) => void {
  let done = 0;
  const all = total(files);
  return (count) => onProgress((done += count), all);
}

/** Asks the browser to save what a URL of this host answers with (the server names the file). */
export function saveUrl(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.click();
}

function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL: (url: string) => string }): { createScriptURL(url: string): string };
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
export async function saveBundle(files: readonly BundleFile[], file_name: string, onProgress: Progress): Promise<void> {
  if (!canStream()) return saveInMemory(files, file_name, onProgress);
  if ('serviceWorker' in navigator) return saveByWorker(files, file_name, onProgress);
  return saveByPicker(files, file_name, onProgress);
}
