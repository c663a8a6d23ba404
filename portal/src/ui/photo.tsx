/** One picture with its size known before it loads: nothing jumps, small screens load the small file. */

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
  eager?: boolean;
  className?: string;
  onError?: () => void;
}

export function Photo({ preview, alt, sizes, eager = false, className = '', onError }: PhotoProps) {
  return (
    <img
      src={preview.small.url}
      srcSet={sourceSet(preview)}
      sizes={sizes}
      width={preview.large.width}
      height={preview.large.height}
      alt={alt}
      loading={eager ? 'eager' : 'lazy'}
      fetchPriority={eager ? 'high' : undefined}
      decoding="async"
      onError={onError}
      className={`bg-sunken ${className}`}
    />
  );
}
