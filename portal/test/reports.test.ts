import { describe, expect, it } from 'vitest';
import { Reports, ReportRefusedError, UnansweredError, type Finished, type Reported } from '../src/lib/reports';

const finished = (upload_id: string, parts = 1): Finished => ({
  upload_id,
  parts: Array.from({ length: parts }, (_, n) => ({ number: n + 1, etag: `e${n}` })),
});
const joined = (uploads: Finished[]): Reported[] =>
  uploads.map(({ upload_id }) => ({ upload_id, state: 'processing' }));
const going = () => new AbortController().signal;

/** Reports whose first answer waits until it is let go; `groups` are the upload ids of each request. */
function held() {
  const groups: string[][] = [];
  let letGo: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (letGo = resolve));
  const reports = new Reports(async (uploads) => {
    groups.push(uploads.map(({ upload_id }) => upload_id));
    await first;
    return joined(uploads);
  });
  return { groups, letGo, reports };
}

describe('reports of finished uploads', () => {
  it('tells of a lone one at once, and of those that finish meanwhile together', async () => {
    const { groups, letGo, reports } = held();
    const sent = ['a', 'b', 'c'].map((id) => reports.send(finished(id), going()));
    expect(groups).toEqual([['a']]);
    letGo();
    await Promise.all(sent);
    expect(groups).toEqual([['a'], ['b', 'c']]);
    await reports.send(finished('d'), going());
    expect(groups).toHaveLength(3);
  });

  it('tells of at most 20 uploads and 1,000 parts in one request', async () => {
    const { groups, letGo, reports } = held();
    const sent = Array.from({ length: 42 }, (_, n) => reports.send(finished(`${n}`), going()));
    sent.push(...['x', 'y', 'z'].map((id) => reports.send(finished(id, id === 'z' ? 1000 : 500), going())));
    letGo();
    await Promise.all(sent);
    expect(groups.map((group) => group.length)).toEqual([1, 20, 20, 2, 1, 1]);
    expect(groups.slice(3)).toEqual([['41', 'x'], ['y'], ['z']]);
  });

  it('settles each by its own answer', async () => {
    const reports = new Reports(() =>
      Promise.resolve([
        { upload_id: 'b', state: 'uploading', refused: 'Some parts are missing.' },
        { upload_id: 'a', state: 'ready' },
        { upload_id: 'c', state: 'uploading' },
      ]),
    );
    const first = reports.send(finished('a'), going());
    const others = ['b', 'c', 'd'].map((id) =>
      reports.send(finished(id), going()).catch((error: unknown) => error),
    );
    await first;
    const [b, c, d] = await Promise.all(others);
    expect(b).toBeInstanceOf(ReportRefusedError);
    expect(b).toMatchObject({ message: 'Some parts are missing.', status: 409 });
    for (const unknown of [c, d]) expect(unknown).toBeInstanceOf(UnansweredError);
  });

  it('fails all of a report that was lost, and goes on with the next', async () => {
    let requests = 0;
    const reports = new Reports((uploads) =>
      requests++ === 0 ? Promise.reject(new Error('lost')) : Promise.resolve(joined(uploads)),
    );
    await expect(reports.send(finished('a'), going())).rejects.toThrow('lost');
    await reports.send(finished('a'), going());
    expect(requests).toBe(2);
  });

  it('fails each of a lost group', async () => {
    let requests = 0;
    const reports = new Reports((uploads) =>
      requests++ === 1 ? Promise.reject(new Error('lost')) : Promise.resolve(joined(uploads)),
    );
    const sent = await Promise.allSettled(['a', 'b', 'c'].map((id) => reports.send(finished(id), going())));
    expect(sent.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('does not tell of what was canceled before its turn', async () => {
    const { groups, letGo, reports } = held();
    const stop = new AbortController();
    const sent = [
      reports.send(finished('a'), going()),
      reports.send(finished('b'), stop.signal),
      reports.send(finished('c'), going()),
    ];
    stop.abort();
    letGo();
    await Promise.all(sent);
    expect(groups).toEqual([['a'], ['c']]);
  });
});
