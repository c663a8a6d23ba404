/** One picture with its size known before it loads: nothing jumps, small screens load the small file. */
import { useState } from 'react';

interface Picture {
  url: string;
  width: number;
  height: number;
}

interface Preview {
  small: Picture;
  medium: Picture;
  large: Picture;
}

/** The files that the browser may choose from. */
export const sourceSet = ({ small, medium, large }: Preview) =>
  [small, medium, large].map(({ url, width }) => `${url} ${width}w`).join(', ');

interface PhotoProps {
  preview: Preview;
  alt: string;
  /** CSS `sizes`: how wide it will be shown. Not `auto`: before the layout Chromium takes the width attribute for it. */
  sizes: string;
  /** `first` is what the eye lands on: it comes before all others. `soon` is in the first row of a wide screen. */
  turn?: 'first' | 'soon' | 'later';
  className?: string;
  /** It did not come, however often it was asked for. */
  onError?: () => void;
}

/** How long a picture that did not come is left alone before it is asked for again; without a line, until it is back. */
const PAUSES_MS = [1_000, 5_000];

export function Photo({ preview, alt, sizes, turn = 'later', className = '', onError }: PhotoProps) {
  const [tries, setTries] = useState(0);
  const again = () => setTries(tries + 1);
  const missed = () => {
    if (!navigator.onLine) addEventListener('online', again, { once: true });
    else if (tries < PAUSES_MS.length) setTimeout(again, PAUSES_MS[tries]);
    else onError?.();
  };
  return (
    <img
      key={tries}
      src={preview.small.url}
      srcSet={sourceSet(preview)}
      sizes={sizes}
      width={preview.large.width}
      height={preview.large.height}
      alt={alt}
      loading={turn === 'later' ? 'lazy' : 'eager'}
      fetchPriority={turn === 'first' ? 'high' : 'low'}
      decoding="async"
      onError={missed}
      className={`bg-sunken ${className}`}
    />
  );
}
