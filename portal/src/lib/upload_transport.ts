/** The uploader's calls in the browser, and one uploader a listing that outlives its screen. */
import { ask, DELETE, POST } from './api';
import { PartError, Uploader, type Transport } from './upload';

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

function put(url: string, body: Blob, onSent: (bytes: number) => void, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = (status: number) => reject(new PartError(status));
    request.open('PUT', url);
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onerror = request.ontimeout = () => fail(0);
    request.onabort = () => reject(new DOMException('Canceled', 'AbortError'));
    request.onload = () => {
      const etag = request.getResponseHeader('ETag');
      if (request.status === 200 && etag) resolve(etag);
      else fail(request.status);
    };
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });
}

async function pause(tries: number): Promise<void> {
  const online = new Promise<void>((resolve) => addEventListener('online', () => resolve(), { once: true }));
  const milliseconds = 500 * 2 ** tries * (0.75 + Math.random() / 2);
  await Promise.race([wait(navigator.onLine ? milliseconds : 60_000), online]);
}

function transportFor(listing_id: string, start: Transport['start']): Transport {
  const path = { listing_id };
  return {
    start,
    missing: (upload_id, first) =>
      ask(
        POST('/api/listings/{listing_id}/uploads/{upload_id}/parts', {
          params: { path: { ...path, upload_id } },
          body: { first },
        }),
      ),
    put,
    async complete(uploads) {
      const call = { params: { path }, body: { uploads } };
      return (await ask(POST('/api/listings/{listing_id}/uploads/completion', call))).uploads;
    },
    async abort(upload_id) {
      await ask(
        DELETE('/api/listings/{listing_id}/uploads/{upload_id}', { params: { path: { ...path, upload_id } } }),
      );
    },
    pause,
  };
}

const isVideoFile = (name: string) => /\.(mp4|mov|m4v)$/i.test(name);

const uploaders = new Map<string, Uploader>();
let stored: () => void = () => undefined;

/** A frame of each video, taken beside its upload: what goes wrong with it holds nothing up, the workspace shows it. */
function takePoster(listing_id: string, file: File, asset_id: string): void {
  if (!isVideoFile(file.name)) return;
  void import('./poster').then(({ posterOf }) => posterOf(listing_id, asset_id, file)).catch(() => undefined);
}

/** Whom to tell that a file was stored: the screen that is open. */
export function onStored(listener: () => void): void {
  stored = listener;
}

function uploaderOf(listing_id: string, purpose: string, start: Transport['start']): Uploader {
  const key = `${listing_id} ${purpose}`;
  let uploader = uploaders.get(key);
  if (!uploader) {
    const begun = (file: File, asset_id: string) => takePoster(listing_id, file, asset_id);
    uploader = new Uploader(transportFor(listing_id, start), () => stored(), begun);
    uploaders.set(key, uploader);
  }
  return uploader;
}

export const uploaderFor = (listing_id: string, order_id: string) =>
  uploaderOf(listing_id, order_id, async (files) => {
    const call = { params: { path: { listing_id } }, body: { order_id, files } };
    return (await ask(POST('/api/listings/{listing_id}/uploads', call))).uploads;
  });

/** Sends a new file for one photo. */
export const replacerFor = (listing_id: string, asset_id: string) =>
  uploaderOf(listing_id, asset_id, (files) =>
    Promise.all(
      files.map((body) =>
        ask(
          POST('/api/listings/{listing_id}/assets/{asset_id}/replacement', {
            params: { path: { listing_id, asset_id } },
            body,
          }),
        ),
      ),
    ),
  );

addEventListener('beforeunload', (event) => {
  if ([...uploaders.values()].some((uploader) => uploader.busy)) event.preventDefault();
});
