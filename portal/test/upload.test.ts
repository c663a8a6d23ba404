import { beforeEach, describe, expect, it } from 'vitest';
import { ApiError } from '../src/lib/api';
import { PartError, PART_BYTES, partCount, Uploader, type Transport } from '../src/lib/upload';

const file = (name: string, size: number) => new File([new Uint8Array(size)], name);

/** As many parts as one answer signs. */
const SIGNED = 25;

/** Storage and API in memory, with faults on demand. */
class Fake implements Transport {
  stored = new Map<string, Map<number, number>>();
  completed: string[] = [];
  aborted: string[] = [];
  started: string[] = [];
  signed: number[] = [];
  puts: string[] = [];
  running = 0;
  most = 0;
  faults = new Map<string, number[]>();
  hold: Promise<void> = Promise.resolve();

  start: Transport['start'] = (files) => {
    this.started.push(...files.map(({ name }) => name));
    return Promise.resolve(
      files.map(({ name, bytes }) => {
        if (name.endsWith('.cr2')) return { name, refused: 'RAW files are not taken.' };
        this.stored.set(name, new Map());
        const part_bytes = name.endsWith('.mp4') ? 10 : PART_BYTES;
        const parts = Array.from({ length: Math.min(SIGNED, partCount(bytes, part_bytes)) }, (_, n) => ({
          number: n + 1,
          url: `${name}/${n + 1}`,
        }));
        return { name, upload_id: name, asset_id: `ast ${name}`, part_bytes, parts };
      }),
    );
  };
  missing: Transport['missing'] = (id, first) => {
    this.signed.push(first);
    const kept = this.stored.get(id) ?? new Map<number, number>();
    const parts = Array.from({ length: SIGNED }, (_, n) => ({
      number: first + n,
      url: `${id}/${first + n}`,
    }));
    return Promise.resolve({
      parts,
      stored: [...kept].map(([number, bytes]) => ({ number, bytes, etag: `e${number}` })),
    });
  };
  put: Transport['put'] = async (url, body, onSent, signal) => {
    this.puts.push(url);
    this.most = Math.max(this.most, ++this.running);
    await this.hold;
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.running--;
    if (signal.aborted) throw new DOMException('Canceled', 'AbortError');
    const fault = this.faults.get(url)?.shift();
    if (fault !== undefined) throw new PartError(fault);
    const [name = '', number = ''] = url.split('/');
    this.stored.get(name)?.set(Number(number), body.size);
    onSent(body.size);
    return `e${number}`;
  };
  complete: Transport['complete'] = (uploads) => {
    for (const { upload_id, parts } of uploads) {
      expect(parts.map(({ number }) => number)).toEqual(parts.map((_, n) => n + 1));
      expect(parts.every(({ etag }) => etag)).toBe(true);
      this.completed.push(upload_id);
    }
    return Promise.resolve(uploads.map(({ upload_id }) => ({ upload_id, state: 'processing' })));
  };
  abort: Transport['abort'] = (id) => {
    this.aborted.push(id);
    return Promise.resolve();
  };
  pause: Transport['pause'] = () => Promise.resolve();
}

describe('the uploader', () => {
  let fake: Fake;
  let uploader: Uploader;
  const states = () => Object.fromEntries(uploader.items().map(({ name, state }) => [name, state]));
  beforeEach(() => {
    fake = new Fake();
    uploader = new Uploader(fake);
  });

  it('sends parts of 8 MiB, at most four at once over all files', async () => {
    const files = Array.from({ length: 6 }, (_, n) => file(`${n}.jpg`, PART_BYTES + 5));
    await uploader.add(files);
    expect(fake.puts).toHaveLength(12);
    expect(fake.most).toBe(4);
    expect(fake.stored.get('0.jpg')).toEqual(
      new Map([
        [1, PART_BYTES],
        [2, 5],
      ]),
    );
    expect(fake.completed).toHaveLength(6);
    expect(uploader.items().every(({ sent, bytes }) => sent === bytes)).toBe(true);
  });

  it('tries a part again alone, with a new signed request', async () => {
    fake.faults.set('a.jpg/2', [500, 0, 403]);
    await uploader.add([file('a.jpg', PART_BYTES * 2)]);
    expect(fake.puts.filter((url) => url === 'a.jpg/1')).toHaveLength(1);
    expect(fake.puts.filter((url) => url === 'a.jpg/2')).toHaveLength(4);
    expect(states()).toEqual({ 'a.jpg': 'stored' });
  });

  it('lets the rest of the batch go on when one file is refused and one fails', async () => {
    fake.faults.set('bad.jpg/1', [500, 500, 500, 500, 500]);
    await uploader.add([file('raw.cr2', 10), file('bad.jpg', 10), file('good.jpg', 10)]);
    expect(states()).toEqual({ 'raw.cr2': 'refused', 'bad.jpg': 'failed', 'good.jpg': 'stored' });
    expect(uploader.items()[0]?.reason).toBe('RAW files are not taken.');
  });

  it('sends a failed file again, only what is missing', async () => {
    fake.faults.set('a.jpg/2', [500, 500, 500, 500, 500]);
    await uploader.add([file('a.jpg', PART_BYTES + 5)]);
    expect(states()).toEqual({ 'a.jpg': 'failed' });
    fake.puts = [];
    await uploader.retry(uploader.items()[0]?.id ?? 0);
    expect(fake.puts).toEqual(['a.jpg/2']);
    expect(states()).toEqual({ 'a.jpg': 'stored' });
  });

  it('goes on after a reload where it stopped', async () => {
    fake.stored.set('a.jpg', new Map([[1, PART_BYTES]]));
    const a = file('a.jpg', PART_BYTES * 2 + 7);
    await uploader.add([a, file('b.jpg', 3)], [{ upload_id: 'a.jpg', name: 'a.jpg', bytes: a.size }]);
    expect(fake.started).toEqual(['b.jpg']);
    expect(fake.puts).toEqual(['a.jpg/2', 'a.jpg/3', 'b.jpg/1']);
    expect(fake.completed).toEqual(['a.jpg', 'b.jpg']);
  });

  it('takes a file of the same name and another size as a new one', async () => {
    await uploader.add([file('a.jpg', 4)], [{ upload_id: 'old', name: 'a.jpg', bytes: 5 }]);
    expect(fake.started).toEqual(['a.jpg']);
  });

  it('ends at once and on the server when it is canceled', async () => {
    let release: () => void = () => undefined;
    fake.hold = new Promise((resolve) => (release = resolve));
    const done = uploader.add([file('a.jpg', 10), file('b.jpg', 10)]);
    while (fake.puts.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    uploader.cancel(uploader.items()[0]?.id ?? 0);
    release();
    await done;
    expect(states()).toEqual({ 'a.jpg': 'canceled', 'b.jpg': 'stored' });
    expect(fake.aborted).toEqual(['a.jpg']);
    expect(fake.completed).toEqual(['b.jpg']);
  });

  it('closes on the server what was canceled while it was being opened', async () => {
    const start = fake.start;
    fake.start = (files) => {
      uploader.cancel(uploader.items()[0]?.id ?? 0);
      return start(files);
    };
    await uploader.add([file('a.jpg', 1), file('b.jpg', 1)]);
    expect(states()).toEqual({ 'a.jpg': 'canceled', 'b.jpg': 'stored' });
    expect(fake.aborted).toEqual(['a.jpg']);
    expect(fake.puts).toEqual(['b.jpg/1']);
  });

  it('shows the reason when the batch cannot be started', async () => {
    fake.start = () => Promise.reject(new ApiError(409, { detail: 'The order is canceled.' }));
    await uploader.add([file('a.jpg', 1)]);
    expect(uploader.items()[0]).toMatchObject({ state: 'failed', reason: 'The order is canceled.' });
  });

  it('does not repeat a completion that the server definitely refused', async () => {
    let calls = 0;
    fake.complete = () => {
      calls++;
      return Promise.reject(new ApiError(422, { detail: 'A part is missing.' }));
    };
    await uploader.add([file('a.jpg', 1)]);
    expect(calls).toBe(1);
    expect(uploader.items()[0]).toMatchObject({ state: 'failed', reason: 'A part is missing.' });
  });

  it('takes a refusal of one upload for that one alone', async () => {
    const complete = fake.complete;
    fake.complete = async (uploads) =>
      (await complete(uploads)).map((one) =>
        one.upload_id === 'b.jpg' ? { ...one, state: 'uploading', refused: 'Some parts are missing.' } : one,
      );
    await uploader.add([file('a.jpg', 1), file('b.jpg', 1), file('c.jpg', 1)]);
    expect(states()).toEqual({ 'a.jpg': 'stored', 'b.jpg': 'failed', 'c.jpg': 'stored' });
    expect(uploader.items()[1]?.reason).toBe('Some parts are missing.');
    expect(fake.completed.filter((id) => id === 'b.jpg')).toHaveLength(1);
  });

  it('reports again what nobody knew about, and all of a report that was lost', async () => {
    const complete = fake.complete;
    let reports = 0;
    fake.complete = async (uploads) => {
      const answers = await complete(uploads);
      reports++;
      if (reports === 2) throw new ApiError(0);
      return answers.map((one) => (reports === 3 ? { upload_id: one.upload_id, state: 'uploading' } : one));
    };
    await uploader.add(['a', 'b', 'c'].map((name) => file(`${name}.jpg`, 1)));
    expect(states()).toEqual({ 'a.jpg': 'stored', 'b.jpg': 'stored', 'c.jpg': 'stored' });
    expect(fake.puts).toHaveLength(3);
  });

  it('keeps what was sent when no report is ever answered', async () => {
    fake.complete = (uploads) =>
      Promise.resolve(uploads.map(({ upload_id }) => ({ upload_id, state: 'uploading' })));
    await uploader.add([file('a.jpg', 1)]);
    expect(uploader.items()[0]).toMatchObject({ state: 'failed', reason: null });
  });

  it('gives the same list until something changes', async () => {
    const before = uploader.items();
    expect(uploader.items()).toBe(before);
    await uploader.add([file('a.jpg', 1)]);
    expect(uploader.items()).not.toBe(before);
    uploader.clear();
    expect(uploader.items()).toEqual([]);
  });

  it('asks for the requests of a large file batch by batch, once each', async () => {
    await uploader.add([file('long.mp4', 10 * 90)]);
    expect(fake.puts).toHaveLength(90);
    expect(new Set(fake.puts).size).toBe(90);
    expect(fake.signed).toEqual([26, 51, 76]);
    expect(states()).toEqual({ 'long.mp4': 'stored' });
  });

  it('has a part signed again whose request has run out, with those behind it', async () => {
    fake.faults.set('long.mp4/30', [403]);
    await uploader.add([file('long.mp4', 10 * 40)]);
    expect(fake.completed).toEqual(['long.mp4']);
    expect(fake.signed).toEqual([26, 30]);
  });

  it('tells of each file whose upload was opened, and of none that was refused', async () => {
    const begun: string[] = [];
    uploader = new Uploader(
      fake,
      () => undefined,
      (opened, asset_id) => void begun.push(`${opened.name} ${asset_id}`),
    );
    await uploader.add([file('a.mp4', 5), file('b.cr2', 5)]);
    expect(begun).toEqual(['a.mp4 ast a.mp4']);
  });
});
