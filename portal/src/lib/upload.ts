/**
 * Uploads straight to the bucket by signed requests: 8 MiB parts, four at once over all files, each part retried alone.
 * Resumable: what a listing still has as "uploading" goes on with the parts that are missing when the same file comes again.
 */

import { folderOf } from './dropped';
import { Reports, UnansweredError, type Finished, type Reported } from './reports';
import { Slots } from './slots';

export const PART_BYTES = 8 * 1024 * 1024;
const AT_ONCE = 4;
const TRIES = 5;
const FILES_A_REQUEST = 20;
const LONGEST_FOLDER = 1000;
/** Larger files are sent without a checksum made here: it would need the whole file in memory. */
const HASHED_UP_TO = 128 * 1024 * 1024;

export interface PartUrl {
  number: number;
  url: string;
}

export interface Started {
  name: string;
  upload_id?: string | null;
  asset_id?: string | null;
  part_bytes?: number | null;
  parts?: PartUrl[] | null;
  refused?: string | null;
}

/** The calls that the uploader makes; the portal's are in upload_transport.ts, a test brings its own. */
export interface Transport {
  start(files: { name: string; folder: string; bytes: number; sha256: string | null }[]): Promise<Started[]>;
  /** What has arrived, and the requests of the next parts from `first`: an answer signs some of a large file's. */
  missing(
    upload_id: string,
    first: number,
  ): Promise<{ parts: PartUrl[]; stored: { number: number; etag: string; bytes: number }[] }>;
  put(url: string, body: Blob, onSent: (bytes: number) => void, signal: AbortSignal): Promise<string>;
  complete(uploads: Finished[]): Promise<Reported[]>;
  abort(upload_id: string): Promise<void>;
  /** Waits before try number `tries`; resolves early when the network comes back. */
  pause(tries: number): Promise<void>;
}

export type UploadState = 'waiting' | 'sending' | 'finishing' | 'stored' | 'refused' | 'failed' | 'canceled';

export interface UploadItem {
  id: number;
  name: string;
  bytes: number;
  sent: number;
  state: UploadState;
  reason: string | null;
}

/** An upload that the server knows as unfinished. */
export interface Unfinished {
  upload_id: string;
  name: string;
  bytes: number;
}

interface Entry extends UploadItem {
  file: File;
  upload_id: string | null;
  stop: AbortController;
  partBytes: number;
  urls: Map<number, string>;
  signing: Promise<void> | null;
  etags: Map<number, string>;
  sentByPart: Map<number, number>;
}

/** The answer of storage to one part: 403 means that the signed request has run out. */
export class PartError extends Error {
  override name = 'PartError';
  constructor(readonly status: number) {
    super(`Part refused: ${status}`);
  }
}

export const partCount = (bytes: number, partBytes = PART_BYTES) => Math.max(1, Math.ceil(bytes / partBytes));

export async function sha256(file: Blob): Promise<string | null> {
  if (file.size > HASHED_UP_TO) return null;
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export class Uploader {
  private entries: Entry[] = [];
  private listeners = new Set<() => void>();
  private snapshot: readonly UploadItem[] = [];
  private readonly slots = new Slots(AT_ONCE);
  private readonly reports = new Reports((uploads) => this.transport.complete(uploads));
  private working: Promise<void> = Promise.resolve();
  private count = 0;

  constructor(
    private readonly transport: Transport,
    /** Hears whenever a file has been stored. */
    private readonly onStored: () => void = () => undefined,
    /** Hears of each file whose upload was opened, before its parts are sent. */
    private readonly onBegun: (file: File, asset_id: string) => void = () => undefined,
  ) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** The files in the order they were added; the same array until something changes. */
  items = (): readonly UploadItem[] => this.snapshot;

  get busy(): boolean {
    return this.entries.some(({ state }) => state === 'waiting' || state === 'sending' || state === 'finishing');
  }

  /** Queues files; one that matches an unfinished upload by name and size goes on where it stopped. */
  add(files: readonly File[], unfinished: readonly Unfinished[] = []): Promise<void> {
    const taken = new Set(this.entries.map((entry) => entry.upload_id));
    const added = files.map((file) => {
      const known = unfinished.find(
        (one) => one.name === file.name && one.bytes === file.size && !taken.has(one.upload_id),
      );
      if (known) taken.add(known.upload_id);
      return this.entry(file, known?.upload_id ?? null);
    });
    this.entries.push(...added);
    this.changed();
    this.working = this.working.then(() => this.send(added));
    return this.working;
  }

  cancel(id: number): void {
    const entry = this.entries.find((one) => one.id === id);
    if (!entry || entry.state === 'stored' || entry.state === 'refused') return;
    this.set(entry, 'canceled');
    entry.stop.abort();
    if (entry.upload_id) void this.transport.abort(entry.upload_id).catch(() => undefined);
  }

  cancelAll(): void {
    for (const { id } of this.entries) this.cancel(id);
  }

  /** Sends a failed file again, with the parts that are still missing. */
  retry(id: number): Promise<void> {
    const entry = this.entries.find((one) => one.id === id && one.state === 'failed');
    if (!entry) return this.working;
    entry.stop = new AbortController();
    this.set(entry, 'waiting');
    this.working = this.working.then(() => this.send([entry]));
    return this.working;
  }

  /** Takes what has ended off the list. */
  clear(): void {
    this.entries = this.entries.filter(({ state }) =>
      ['waiting', 'sending', 'finishing', 'failed'].includes(state),
    );
    this.changed();
  }

  private entry(file: File, upload_id: string | null): Entry {
    return {
      id: ++this.count,
      file,
      name: file.name,
      bytes: file.size,
      sent: 0,
      state: 'waiting',
      reason: null,
      upload_id,
      stop: new AbortController(),
      partBytes: PART_BYTES,
      urls: new Map(),
      signing: null,
      etags: new Map(),
      sentByPart: new Map(),
    };
  }

  private async send(entries: Entry[]): Promise<void> {
    const known = entries.filter((entry) => entry.upload_id);
    const fresh = entries.filter((entry) => !entry.upload_id);
    await Promise.all(known.map((entry) => this.attempt(entry, () => this.resume(entry))));
    for (let at = 0; at < fresh.length; at += FILES_A_REQUEST)
      await this.sendFresh(fresh.slice(at, at + FILES_A_REQUEST));
  }

  private async sendFresh(batch: Entry[]): Promise<void> {
    const wanted = batch.filter(({ state }) => state === 'waiting');
    if (wanted.length === 0) return;
    let answers: Started[];
    try {
      const files = [];
      for (const { file } of wanted)
        files.push({
          name: file.name,
          folder: folderOf(file).slice(-LONGEST_FOLDER),
          bytes: file.size,
          sha256: await sha256(file),
        });
      answers = await this.transport.start(files);
    } catch (error) {
      for (const entry of wanted) this.fail(entry, error);
      return;
    }
    await Promise.all(wanted.map((entry, index) => this.begun(entry, answers[index])));
  }

  /** A file that was canceled while its upload was being opened is closed on the server too. */
  private async begun(entry: Entry, answer: Started | undefined): Promise<void> {
    if (entry.state === 'waiting') return this.attempt(entry, () => this.begin(entry, answer));
    if (answer?.upload_id) await this.transport.abort(answer.upload_id).catch(() => undefined);
  }

  private async begin(entry: Entry, answer: Started | undefined): Promise<void> {
    if (!answer) throw new Error('No answer.');
    if (answer.refused || !answer.upload_id) {
      entry.reason = answer.refused ?? null;
      return this.set(entry, 'refused');
    }
    entry.upload_id = answer.upload_id;
    entry.partBytes = answer.part_bytes ?? PART_BYTES;
    entry.urls = new Map((answer.parts ?? []).map(({ number, url }) => [number, url]));
    if (answer.asset_id) this.onBegun(entry.file, answer.asset_id);
    await this.sendParts(entry);
  }

  private async resume(entry: Entry): Promise<void> {
    const { parts, stored } = await this.transport.missing(entry.upload_id ?? '', 1);
    entry.urls = new Map(parts.map(({ number, url }) => [number, url]));
    for (const { number, etag, bytes } of stored) {
      entry.etags.set(number, etag);
      entry.sentByPart.set(number, bytes);
    }
    await this.sendParts(entry);
  }

  private async sendParts(entry: Entry): Promise<void> {
    this.set(entry, 'sending');
    const numbers = Array.from({ length: partCount(entry.bytes, entry.partBytes) }, (_, index) => index + 1);
    const missing = numbers.filter((number) => !entry.etags.has(number));
    await Promise.all(missing.map((number) => this.slots.use(() => this.sendPart(entry, number))));
    if (entry.stop.signal.aborted) return;
    this.set(entry, 'finishing');
    const parts = numbers.map((number) => ({ number, etag: entry.etags.get(number) ?? '' }));
    const finished = { upload_id: entry.upload_id ?? '', parts };
    await this.persist(entry, () => this.reports.send(finished, entry.stop.signal));
    this.set(entry, 'stored');
    this.onStored();
  }

  private async sendPart(entry: Entry, number: number): Promise<void> {
    const start = (number - 1) * entry.partBytes;
    const body = entry.file.slice(start, Math.min(entry.bytes, start + entry.partBytes));
    const sent = (bytes: number) => {
      entry.sentByPart.set(number, bytes);
      this.changed();
    };
    await this.persist(entry, async (tries) => {
      if (tries > 0 || !entry.urls.has(number)) await this.sign(entry, number);
      const etag = await this.transport.put(entry.urls.get(number) ?? '', body, sent, entry.stop.signal);
      entry.etags.set(number, etag);
    });
    sent(body.size);
  }

  /** Parts are sent in order, so the first one that has no request asks for those behind it too. */
  private async sign(entry: Entry, number: number): Promise<void> {
    entry.urls.delete(number);
    while (!entry.urls.has(number)) {
      await (entry.signing ??= this.signFrom(entry, number).finally(() => (entry.signing = null)));
    }
  }

  private async signFrom(entry: Entry, first: number): Promise<void> {
    const { parts } = await this.transport.missing(entry.upload_id ?? '', first);
    if (!parts.some(({ number }) => number === first)) throw new Error('No answer.');
    for (const { number, url } of parts) entry.urls.set(number, url);
  }

  /** Tries again with growing pauses; a cancel ends it at once and quietly. */
  private async persist(entry: Entry, work: (tries: number) => Promise<void>): Promise<void> {
    const stopped = () => entry.stop.signal.aborted;
    for (let tries = 0; !stopped(); tries++) {
      try {
        return await work(tries);
      } catch (error) {
        if (stopped()) return;
        if (tries + 1 >= TRIES || isRefusal(error)) throw error;
        await this.transport.pause(tries);
      }
    }
  }

  private async attempt(entry: Entry, work: () => Promise<void>): Promise<void> {
    try {
      if (entry.state === 'waiting') await work();
    } catch (error) {
      this.fail(entry, error);
    }
  }

  private fail(entry: Entry, error: unknown): void {
    if (entry.state === 'canceled') return;
    const isUnanswered = error instanceof PartError || error instanceof UnansweredError;
    entry.reason = error instanceof Error && !isUnanswered ? error.message : null;
    this.set(entry, 'failed');
    entry.stop.abort();
  }

  private set(entry: Entry, state: UploadState): void {
    if (entry.state === 'canceled') return;
    entry.state = state;
    this.changed();
  }

  private changed(): void {
    this.snapshot = this.entries.map(({ id, name, bytes, state, reason, sentByPart }) => {
      const sent = [...sentByPart.values()].reduce((sum, one) => sum + one, 0);
      return { id, name, bytes, state, reason, sent: state === 'stored' ? bytes : Math.min(sent, bytes) };
    });
    for (const listener of this.listeners) listener();
  }
}

/** A definite no of our own API (not of storage, whose signed requests run out): trying again would not help. */
function isRefusal(error: unknown): boolean {
  if (error instanceof PartError) return false;
  const status = (error as { status?: unknown }).status;
  return typeof status === 'number' && status >= 400 && status < 500 && status !== 429;
}
