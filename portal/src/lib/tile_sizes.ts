/** How wide a picture of the gallery becomes, as CSS `sizes`: so the browser takes a file that it need not stretch. */

interface Stage {
  /** From this width of the window on, in px. */
  from: number;
  /** What the page keeps beside the rows: its padding, and the sidebar where it has one. */
  beside: number;
  sidebar: number;
  /** The rows' least height and the gap between tiles, as in gallery.tsx. */
  row: number;
  gap: number;
}

const STAGES: Stage[] = [
  { from: 1024, beside: 80, sidebar: 240, row: 240, gap: 8 },
  { from: 768, beside: 48, sidebar: 240, row: 190, gap: 8 },
  { from: 640, beside: 48, sidebar: 0, row: 190, gap: 8 },
  { from: 0, beside: 0, sidebar: 0, row: 116, gap: 4 },
];
/** From this width of the window on the page grows no more, the sidebar apart. */
const FULL = 1280;

/** A photo gains nothing from more device pixels than this per CSS px, and the next larger file has three times the bytes. */
const SHARP = 2;

/** For a picture among others of its own shape (`ratio` is width by height): as many in a row as fit share it evenly.
 * `alone`: on a page without a sidebar. `density`: the screen's device pixels per CSS px. */
export function tileSizes(ratio: number, alone = false, density = 1): string {
  const share = Math.max(1, density / SHARP);
  const rules: string[] = [];
  const full = alone ? FULL : FULL + 240;
  let end = full;
  for (const { from, beside: padding, sidebar, row, gap } of STAGES) {
    const beside = padding + (alone ? 0 : sidebar);
    const tile = ratio * row;
    const fitting = (window: number) => Math.max(1, Math.floor((window - beside + gap) / (tile + gap)));
    for (let count = fitting(end); count >= fitting(from); count--) {
      const least = count === fitting(from) ? from : Math.ceil(beside + count * (tile + gap) - gap);
      rules.push(
        `(min-width: ${least}px) calc((min(100vw, ${full}px) - ${beside + (count - 1) * gap}px) / ${+(count * share).toFixed(3)})`,
      );
    }
    end = from - 1;
  }
  return rules.join(', ');
}
