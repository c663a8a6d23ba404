/** The frame of sign-in, sign-up and code: the brand and its photo, which stand in the shell, so nothing has to be asked for them. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { brand, readPicture } from '../lib/brand';
import { BRAND, BrandMark, OfflineBanner, SkipLink } from './frame';

/** The photo beside the sign-in; `x` and `y` in percent stay in view. */
const image = readPicture('brand-image');

export default function AloneFrame({ children }: { children?: ReactNode }) {
  return (
    <div className={image ? 'lg:grid lg:min-h-dvh lg:grid-cols-2' : ''}>
      {image && <Photo of={image} />}
      <div className="min-w-0">
        <SkipLink />
        <OfflineBanner />
        <header className="mx-auto flex max-w-5xl items-center px-4 py-3 sm:justify-center sm:px-6 sm:pt-14 lg:px-10">
          <Link href="/" className={BRAND}>
            <BrandMark name={brand.name} />
          </Link>
        </header>
        <main id="content">{children}</main>
      </div>
    </div>
  );
}

/** On a phone above the form; its room is there before it is. */
function Photo({ of: { url, width, height, data } }: { of: NonNullable<typeof image> }) {
  const { small = url, x = '50', y = '50' } = data;
  return (
    <div className="h-44 bg-sunken sm:h-60 lg:sticky lg:top-0 lg:h-dvh">
      <img
        src={url}
        srcSet={`${small} 800w, ${url} 1600w`}
        sizes="(width >= 64rem) 50vw, 100vw"
        width={width}
        height={height}
        alt=""
        fetchPriority="high"
        className="size-full object-cover"
        style={{ objectPosition: `${Number(x)}% ${Number(y)}%` }}
      />
    </div>
  );
}
