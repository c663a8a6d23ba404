/** One picture with its size known before it loads: nothing jumps, small screens load the small file. */

interface PhotoProps {
  preview: {
    small: { url: string; width: number; height: number };
    large: { url: string; width: number; height: number };
  };
  alt: string;
  /** CSS `sizes`: how wide it will be shown. Not `auto`: before the layout Chromium takes the width attribute for it. */
  sizes: string;
  eager?: boolean;
  className?: string;
  onError?: () => void;
}

export function Photo({
  preview: { small, large },
  alt,
  sizes,
  eager = false,
  className = '',
  onError,
}: PhotoProps) {
  return (
    <img
      src={small.url}
      srcSet={`${small.url} ${small.width}w, ${large.url} ${large.width}w`}
      sizes={sizes}
      width={large.width}
      height={large.height}
      alt={alt}
      loading={eager ? 'eager' : 'lazy'}
      fetchPriority={eager ? 'high' : undefined}
      decoding="async"
      onError={onError}
      className={`bg-sunken ${className}`}
    />
  );
}
