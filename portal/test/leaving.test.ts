import { beforeEach, describe, expect, it } from 'vitest';
import { hold } from '../src/lib/leaving';
import { watchMoves } from '../src/lib/moves';

interface Entry {
  path: string;
  state: unknown;
}

/** A window with the history of one tab; `shown` follows every event that gets through to the router. */
class Tab extends EventTarget {
  entries: Entry[] = [
    { path: '/studio', state: null },
    { path: '/form', state: { paged: true } },
    { path: '/later', state: null },
  ];
  index = 1;
  shown = '/form';
  document = new EventTarget();
  scrollY = 300;

  constructor() {
    super();
    watchMoves(this);
    this.addEventListener('popstate', () => (this.shown = this.path));
  }
  get path(): string {
    return this.entries[this.index]?.path ?? '';
  }
  get location() {
    return { origin: 'https://a.test', pathname: this.path.split('?')[0] ?? '', href: this.path };
  }
  get history() {
    return {
      state: this.entries[this.index]?.state,
      pushState: (state: unknown, _unused: string, path?: string | URL | null) => {
        this.entries = [...this.entries.slice(0, ++this.index), { path: String(path), state }];
      },
      back: () => this.go(-1),
    };
  }
  /** As Chromium does it: the place where the other page was scrolled to comes after the event. */
  go(steps: number) {
    this.index += steps;
    this.dispatchEvent(new Event('popstate'));
    this.scrollY = 0;
    this.frames.splice(0).forEach((frame) => frame());
  }
  frames: (() => void)[] = [];
  requestAnimationFrame(frame: FrameRequestCallback) {
    return this.frames.push(() => frame(0));
  }
  scrollTo = (_left?: ScrollToOptions | number, top?: number) => {
    this.scrollY = top ?? 0;
  };
}

describe('a page that is held', () => {
  let tab: Tab;
  let asked: (() => void)[];
  let letGo: () => void;
  const start = () =>
    hold(
      (leave) => asked.push(leave),
      () => undefined,
      tab,
    );
  beforeEach(() => {
    tab = new Tab();
    asked = [];
    letGo = start();
  });

  it('stays and asks when the browser goes back, each time', () => {
    tab.go(-1);
    expect([tab.path, tab.shown, asked.length]).toEqual(['/form', '/form', 1]);
    expect([tab.history.state, tab.scrollY]).toEqual([{ paged: true }, 300]);
    tab.go(-1);
    expect([tab.path, tab.shown, asked.length]).toEqual(['/form', '/form', 2]);
  });

  it.each([
    ['back', -1, '/studio'],
    ['forward', 1, '/later'],
  ])('goes on to where %s would have gone', (_name, steps, there) => {
    tab.go(steps);
    asked[0]?.();
    expect([tab.path, tab.shown, asked.length]).toEqual([there, there, 1]);
  });

  it('asks nothing while only its query changes, and comes back to the last one', () => {
    tab.entries.splice(1, 0, { path: '/form?page=2', state: null });
    tab.index = 2;
    tab.go(-1);
    expect([tab.shown, asked.length]).toEqual(['/form?page=2', 0]);
    tab.go(-1);
    expect([tab.path, asked.length]).toEqual(['/form?page=2', 1]);
  });

  it('asks before the tab is closed', () => {
    const event = new Event('beforeunload', { cancelable: true });
    tab.dispatchEvent(event);
    expect(event.defaultPrevented).toBe(true);
  });

  it('lets go of all of it', () => {
    letGo();
    tab.go(-1);
    const event = new Event('beforeunload', { cancelable: true });
    tab.dispatchEvent(event);
    expect([tab.shown, asked.length, event.defaultPrevented]).toEqual(['/studio', 0, false]);
  });
});
