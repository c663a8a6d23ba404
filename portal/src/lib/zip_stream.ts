/** A ZIP written while its files arrive, of a length known beforehand; used by the page and by the service worker. */
import { makeZip, predictLength } from 'client-zip';

export interface BundleFile {
  url: string;
  /** The name inside the ZIP, chosen by the server: unique and free of paths. */
  name: string;
  bytes: number;
}

/** The exact size of the ZIP in bytes. */
export const zipLength = (files: readonly BundleFile[]) =>
  predictLength(files.map(({ name, bytes }) => ({ name, size: bytes })));

/** Passes a body on and breaks the stream when it is not exactly as long as promised: complete or loudly failed. */
function exactly(file: BundleFile, onBytes: (count: number) => void): TransformStream<Uint8Array, Uint8Array> {
  let seen = 0;
  return new TransformStream({
    transform(chunk, controller) {
      seen += chunk.byteLength;
      onBytes(chunk.byteLength);
      controller.enqueue(chunk);
    },
    flush(controller) {
      if (seen !== file.bytes) controller.error(new Error(`${file.name} is incomplete.`));
    },
  });
}

async function* fetched(files: readonly BundleFile[], onBytes: (count: number) => void, signal?: AbortSignal) {
  for (const file of files) {
    const response = await fetch(file.url, { credentials: 'same-origin', signal: signal ?? null });
    if (!response.ok || !response.body) throw new Error(`${file.name}: ${response.status}`);
    yield { name: file.name, size: file.bytes, input: response.body.pipeThrough(exactly(file, onBytes)) };
  }
}

/** Streams the ZIP; `onBytes` hears how many bytes of the files have passed since it was last called. */
export function zipStream(
  files: readonly BundleFile[],
  onBytes: (count: number) => void,
  signal?: AbortSignal,
): ReadableStream<Uint8Array> {
  return makeZip(fetched(files, onBytes, signal));
}
