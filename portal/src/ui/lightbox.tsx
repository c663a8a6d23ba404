/** The pictures one by one on the whole screen: swipe by scroll snapping, arrow keys, nothing but the platform. */
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { t } from '../lib/text';
import { Branded } from './branded';
import { IconButton } from './button';
import { altOf, type Shown } from './gallery';
import { sourceSet } from './photo';

interface LightboxProps {
  photos: Shown[];
  start: number;
  about: string;
  /** What can be done with the picture shown, e.g. its download menu. */
  actions?: (index: number) => ReactNode;
  onClose: () => void;
}

export default function Lightbox({ photos, start, about, actions, onClose }: LightboxProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const track = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(start);
  const photo = photos[at];

  const show = (index: number, behavior: ScrollBehavior) => {
    const strip = track.current;
    strip?.scrollTo({ left: strip.clientWidth * Math.max(0, Math.min(photos.length - 1, index)), behavior });
  };
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    const strip = track.current;
    strip?.scrollTo({ left: strip.clientWidth * start, behavior: 'instant' });
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, [start]);
  const keys = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    show(at + step, 'instant');
  };
  const scrolled = () => {
    const strip = track.current;
    if (strip) setAt(Math.round(strip.scrollLeft / Math.max(1, strip.clientWidth)));
  };
  return (
    <dialog
      ref={dialog}
      aria-label={t('Photos of {about}', { about })}
      className="m-0 h-dvh max-h-none w-full max-w-none bg-black text-white"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={keys}
    >
      <div className="grid h-full grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr_auto]">
        <header className="flex items-center justify-between gap-3 px-2 py-1.5 [&_button]:hover:bg-white/15">
          <IconButton icon="close" label={t('Close')} onClick={onClose} />
          <p className="numbers text-small" aria-live="polite">
            {t('{n} of {all}', { n: at + 1, all: photos.length })}
          </p>
          <div className="flex min-w-11 items-center justify-end">{photo && actions?.(at)}</div>
        </header>
        <div className="relative min-h-0">
          <div
            ref={track}
            onScroll={scrolled}
            tabIndex={0}
            className="flex size-full snap-x snap-mandatory [scrollbar-width:none] overflow-x-auto overflow-y-hidden"
          >
            {photos.map((one, index) => (
              <div
                key={one.asset_id}
                className="grid size-full shrink-0 snap-center snap-always place-items-center sm:px-16"
                inert={index !== at}
              >
                {Math.abs(index - at) <= 1 && <Slide photo={one} alt={altOf(one, index, about)} />}
              </div>
            ))}
          </div>
          <span className="absolute inset-y-0 left-2 hidden items-center sm:flex [&_button]:hover:bg-white/15">
            <IconButton
              icon="back"
              label={t('Previous photo')}
              disabled={at === 0}
              onClick={() => show(at - 1, 'smooth')}
            />
          </span>
          <span className="absolute inset-y-0 right-2 hidden items-center sm:flex [&_button]:hover:bg-white/15">
            <IconButton
              icon="next"
              label={t('Next photo')}
              disabled={at === photos.length - 1}
              onClick={() => show(at + 1, 'smooth')}
            />
          </span>
        </div>
        <p className="safe-bottom min-h-12 px-4 pt-3 text-center">
          {photo?.caption}
          {photo?.branded && <Branded className="ml-2 opacity-75" />}
        </p>
      </div>
    </dialog>
  );
}

function Slide({ photo, alt }: { photo: Shown; alt: string }) {
  const { large } = photo.preview;
  return (
    <img
      src={large.url}
      srcSet={sourceSet(photo.preview)}
      sizes="100vw"
      width={large.width}
      height={large.height}
      alt={alt}
      className="max-h-full w-auto max-w-full object-contain"
    />
  );
}
