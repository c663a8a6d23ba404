/** One picture with its size known before it loads: nothing jumps, small screens load the small file. */

interface PhotoProps {
  preview: {
    small: { url: string; width: number; height: number };
    large: { url: string; width: number; height: number };
  };
  alt: string;
  /** CSS `sizes`: how wide it will be shown; what loads late is measured by the browser itself where it can. */
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
      sizes={eager ? sizes : `auto, ${sizes}`}
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
