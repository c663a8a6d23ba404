/** A selection among things in order: press to choose one, press with Shift to choose up to there. */
import { useRef, useState } from 'react';

/** `id` is chosen or not any more; with `from`, everything between the two is chosen. */
export function toggled(
  chosen: ReadonlySet<string>,
  ids: readonly string[],
  id: string,
  from: string | null = null,
): ReadonlySet<string> {
  const next = new Set(chosen);
  const [start, end] = [from === null ? -1 : ids.indexOf(from), ids.indexOf(id)];
  if (start < 0) {
    if (!next.delete(id)) next.add(id);
  } else for (const one of ids.slice(Math.min(start, end), Math.max(start, end) + 1)) next.add(one);
  return next;
}

/** `chosen` is null while nothing is being selected. */
export function useSelection(ids: readonly string[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const last = useRef<string | null>(null);
  return {
    chosen,
    start: () => setChosen(new Set()),
    end: () => {
      last.current = null;
      setChosen(null);
    },
    all: () => setChosen(new Set(ids)),
    choose: (id: string, upToHere: boolean) => {
      const from = upToHere ? last.current : null;
      last.current = id;
      setChosen((now) => toggled(now ?? new Set(), ids, id, from));
    },
  };
}
