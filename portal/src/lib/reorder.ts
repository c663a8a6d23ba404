/**
 * Order by hand: a thing is held, moves among the others as they are shown, and is dropped or put back. Held with the
 * pointer it follows it; held with the keyboard it follows the arrows, and every step is told.
 */
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent as Pressed } from 'react';
import { t } from './text';

/** How far a mouse wanders while it only clicks, in px. */
const SLACK = 6;
/** Held this near to the window's edge, the page scrolls. */
const EDGE = 96;
const SCROLL_STEP = 14;

export function placed<T>(things: readonly T[], from: number, to: number): T[] {
  const next = [...things];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** The place to which a key moves a thing at `at` of `count` in rows of `columns`; null: the key moves nothing. */
export function placeAfter(key: string, at: number, count: number, columns: number): number | null {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    Home: -count,
    End: count,
  };
  const step = steps[key];
  return step === undefined ? null : Math.max(0, Math.min(count - 1, at + step));
}

interface Held {
  id: string;
  to: number;
  by: 'keys' | 'pointer';
  /** Where it was dropped stays on the screen until the new order is there. */
  dropped?: boolean;
}

interface ReorderOptions {
  ids: readonly string[];
  nameOf: (id: string) => string;
  /** Moves it for good; `settled` is called when that has worked or failed. */
  onMove: (id: string, to: number, settled: () => void) => void;
}

const handleOf = (id: string) => document.getElementById(`handle-${id}`);

function columnsOf(id: string): number {
  const list = handleOf(id)?.closest('ol');
  return list ? getComputedStyle(list).gridTemplateColumns.split(' ').length : 1;
}

/** The click that a browser makes of the end of a drag opens nothing. */
function swallowClick(): void {
  const swallow = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('click', swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', swallow, { capture: true }));
}

export function useReorder({ ids, nameOf, onMove }: ReorderOptions) {
  const [held, setHeld] = useState<Held | null>(null);
  const [said, say] = useState('');
  const now = useRef<Held | null>(null);
  const refocus = useRef<string | null>(null);
  const stop = useRef<(() => void) | null>(null);
  const order = held && ids.includes(held.id) ? placed(ids, ids.indexOf(held.id), held.to) : ids;

  const change = (next: Held | null) => {
    now.current = next;
    setHeld(next);
  };
  const place = (index: number) => t('place {n} of {all}', { n: index + 1, all: ids.length });
  const grab = (id: string, by: Held['by']) => {
    change({ id, to: ids.indexOf(id), by });
    const values = { name: nameOf(id), place: place(ids.indexOf(id)) };
    say(t('{name} is held, {place}. Arrow keys move it, Space drops it, Escape puts it back.', values));
  };
  const moveTo = (to: number) => {
    if (!now.current || now.current.to === to) return;
    change({ ...now.current, to });
    say(place(to));
  };
  const putBack = () => {
    if (!now.current || now.current.dropped) return;
    const { id } = now.current;
    change(null);
    say(t('{name} is back at {place}.', { name: nameOf(id), place: place(ids.indexOf(id)) }));
  };
  const drop = () => {
    if (!now.current) return;
    const { id, to, by } = now.current;
    if (to === ids.indexOf(id)) return putBack();
    if (by === 'keys') refocus.current = id;
    change({ id, to, by, dropped: true });
    say(t('{name} is at {place} now.', { name: nameOf(id), place: place(to) }));
    onMove(id, to, () => {
      if (now.current?.dropped) change(null);
    });
  };

  const shown = ids.join();
  useEffect(() => {
    if (now.current?.dropped) {
      now.current = null;
      setHeld(null);
    }
    if (refocus.current) handleOf(refocus.current)?.focus();
    refocus.current = null;
  }, [shown]);
  useEffect(() => () => stop.current?.(), []);
  useEffect(() => {
    if (held?.by === 'keys') handleOf(held.id)?.closest('li')?.scrollIntoView({ block: 'nearest' });
  }, [held]);

  /** The place under the pointer, in the order that is shown now. */
  const under = (x: number, y: number): number | null => {
    const id = document.elementFromPoint(x, y)?.closest('li')?.dataset.id;
    const { current } = now;
    if (!id || !current) return null;
    const at = placed(ids, ids.indexOf(current.id), current.to).indexOf(id);
    return at < 0 ? null : at;
  };
  const press = (id: string, event: Pressed) => {
    if (event.button !== 0 || now.current) return;
    const start = { x: event.clientX, y: event.clientY };
    let last = start;
    let frame = 0;
    const follow = () => {
      const beyond = last.y < EDGE ? -1 : last.y > innerHeight - EDGE ? 1 : 0;
      scrollBy(0, beyond * SCROLL_STEP);
      const to = under(last.x, last.y);
      if (to !== null) moveTo(to);
      frame = requestAnimationFrame(follow);
    };
    const moved = (to: PointerEvent) => {
      last = { x: to.clientX, y: to.clientY };
      if (frame || Math.hypot(last.x - start.x, last.y - start.y) < SLACK) return;
      grab(id, 'pointer');
      follow();
    };
    const ended = (up: PointerEvent | globalThis.KeyboardEvent) => {
      if (up instanceof globalThis.KeyboardEvent && up.key !== 'Escape') return;
      stop.current?.();
      if (!frame) return;
      swallowClick();
      if (up.type === 'pointerup') drop();
      else putBack();
    };
    stop.current = () => {
      cancelAnimationFrame(frame);
      removeEventListener('pointermove', moved);
      for (const name of ['pointerup', 'pointercancel', 'keydown'] as const) removeEventListener(name, ended);
    };
    addEventListener('pointermove', moved);
    for (const name of ['pointerup', 'pointercancel', 'keydown'] as const) addEventListener(name, ended);
  };
  const keys = (id: string, event: KeyboardEvent) => {
    if (now.current?.id !== id || now.current.by !== 'keys') return;
    if (event.key === 'Escape') return putBack();
    const to = placeAfter(event.key, now.current.to, ids.length, columnsOf(id));
    if (to === null) return;
    event.preventDefault();
    moveTo(to);
  };
  return {
    /** The ids in the order to show. */
    order,
    heldId: held && !held.dropped ? held.id : null,
    isMoving: held !== null,
    /** What a live region says. */
    said,
    /** For a thing that the mouse may take anywhere; fingers scroll there. */
    thing: (id: string) => ({
      onPointerDown: (event: Pressed) => event.pointerType === 'mouse' && press(id, event),
    }),
    /** For its handle, which fingers and keys take too. */
    handle: (id: string) => ({
      id: `handle-${id}`,
      onPointerDown: (event: Pressed) => event.pointerType !== 'mouse' && press(id, event),
      // A click that no pointer made: Space, Enter, or a screen reader.
      onClick: (event: { detail: number }) => {
        if (event.detail > 0) return;
        if (now.current) drop();
        else grab(id, 'keys');
      },
      onKeyDown: (event: KeyboardEvent) => keys(id, event),
      onBlur: () => now.current?.by === 'keys' && putBack(),
    }),
  };
}
