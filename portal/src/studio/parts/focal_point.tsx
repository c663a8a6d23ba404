/** The point of a picture that stays in view however it is cropped: by pointer, or by the arrow keys. */
import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { FocusedImage } from '../../lib/branding';
import { t } from '../../lib/text';

type Point = Pick<FocusedImage, 'x' | 'y'>;

const percent = (value: number) => Math.round(Math.min(100, Math.max(0, value)));
const MOVES: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Where an arrow key leads; Shift goes ten times as far. */
export function moved({ x, y }: Point, key: string, far: boolean): Point | null {
  const [right, down] = MOVES[key] ?? [0, 0];
  const step = far ? 10 : 1;
  return right || down ? { x: percent(x + right * step), y: percent(y + down * step) } : null;
}

export function FocalPoint({ image, onChange }: { image: FocusedImage; onChange: (point: Point) => void }) {
  const { x, y } = image;
  const area = useRef<HTMLDivElement>(null);
  const point = ({ clientX, clientY, buttons }: PointerEvent) => {
    const box = area.current?.getBoundingClientRect();
    if (box && buttons)
      onChange({
        x: percent(((clientX - box.left) / box.width) * 100),
        y: percent(((clientY - box.top) / box.height) * 100),
      });
  };
  const press = (event: KeyboardEvent) => {
    const next = moved(image, event.key, event.shiftKey);
    if (!next) return;
    event.preventDefault();
    onChange(next);
  };
  return (
    <div className="grid gap-2">
      <p className="font-medium">{t('What stays in view')}</p>
      <div
        ref={area}
        className="relative cursor-crosshair touch-none overflow-hidden rounded-control select-none"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          point(event);
        }}
        onPointerMove={point}
      >
        <img
          src={image.image.url}
          width={image.image.width}
          height={image.image.height}
          alt=""
          draggable={false}
          className="block h-auto w-full"
        />
        <span
          role="slider"
          tabIndex={0}
          aria-label={t('What stays in view')}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={x}
          aria-valuetext={t('{x} % from the left, {y} % from the top', { x, y })}
          className="absolute size-7 -translate-1/2 rounded-full border-2 border-white bg-black/25 shadow-[0_0_0_1.5px_#000] outline-offset-4 after:absolute after:inset-2 after:rounded-full after:bg-white"
          style={{ left: `${x}%`, top: `${y}%` }}
          onKeyDown={press}
        />
      </div>
      <div className="flex gap-3" aria-hidden="true">
        <Crop image={image} className="h-24 w-16" />
        <Crop image={image} className="h-24 flex-1" />
      </div>
      <p className="text-small text-muted">
        {t('Press on the picture, or move the point with the arrow keys. Below: on a computer and on a phone.')}
      </p>
    </div>
  );
}

function Crop({ image: { image, x, y }, className }: { image: FocusedImage; className: string }) {
  return (
    <img
      src={image.url}
      width={image.width}
      height={image.height}
      alt=""
      className={`min-w-0 rounded-control object-cover ${className}`}
      style={{ objectPosition: `${x}% ${y}%` }}
    />
  );
}
