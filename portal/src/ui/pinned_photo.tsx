/** A photo with numbered pins at places in per mille; what presses on it mean is the caller's. */
import type { CSSProperties, MouseEvent, ReactNode } from 'react';
import type { Asset } from '../lib/api';
import { placeIn, type Place } from '../lib/revisions';

interface PinnedPhotoProps {
  preview: Asset['preview'];
  alt: string;
  pins: (Place & { id: string })[];
  /** A press on the photo. */
  onPlace?: (place: Place) => void;
  children?: ReactNode;
}

export const at = ({ x, y }: Place): CSSProperties => ({ left: `${x / 10}%`, top: `${y / 10}%` });

export const PIN =
  'absolute grid size-7 -translate-x-1/2 -translate-y-1/2 place-items-center rounded-full border-2 border-white bg-accent text-small font-semibold text-on-accent shadow-float';

export function PinnedPhoto({ preview: { large }, alt, pins, onPlace, children }: PinnedPhotoProps) {
  const pressed = (event: MouseEvent<HTMLElement>) =>
    onPlace?.(placeIn(event.currentTarget.getBoundingClientRect(), event.clientX, event.clientY));
  return (
    <div
      className={`relative mx-auto max-w-full overflow-hidden rounded-control ${onPlace ? 'cursor-crosshair' : ''}`}
      style={{ width: `calc(46dvh * ${large.width / large.height})` }}
      onClick={pressed}
    >
      <img
        src={large.url}
        width={large.width}
        height={large.height}
        alt={alt}
        className="block h-auto w-full select-none"
        draggable={false}
      />
      {pins.map((pin, index) => (
        <span key={pin.id} className={`${PIN} numbers pointer-events-none`} style={at(pin)} aria-hidden="true">
          {index + 1}
        </span>
      ))}
      {children}
    </div>
  );
}
