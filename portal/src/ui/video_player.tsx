/** A video in its place: its poster, the browser's own controls, and what to do when it cannot be played here. */
import { useState } from 'react';
import { languageName } from '../lib/languages';
import { t } from '../lib/text';
import { Icon } from './icon';

interface PlayerProps {
  /** Null: locked. */
  url: string | null;
  captions: { language: string; url: string } | null;
  preview: { large: { url: string } } | null;
  width: number;
  height: number;
  name: string;
}

/** A video is framed in the shape of a screen, whatever its own: nothing jumps when it begins. */
const FRAME = 'aspect-video w-full rounded-card bg-black';

export function VideoPlayer({ url, captions, preview, width, height, name }: PlayerProps) {
  // What plays keeps the link that it began with: a renewed one would start it anew.
  const [begun, setBegun] = useState<{ url: string; captions: PlayerProps['captions'] } | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  if (!url) return <Still preview={preview} name={name} />;
  const playing = begun ?? { url, captions };
  const fail = () => (playing.url === url ? setFailed(url) : setBegun(null));
  return (
    <div className="relative">
      <video
        src={playing.url}
        poster={preview?.large.url}
        width={width}
        height={height}
        controls
        playsInline
        preload="none"
        aria-label={name}
        onPlay={() => setBegun(playing)}
        onError={fail}
        className={`${FRAME} object-contain`}
      >
        {playing.captions && (
          <track
            key={playing.captions.url}
            kind="captions"
            src={playing.captions.url}
            srcLang={playing.captions.language}
            label={languageName(playing.captions.language)}
            default
          />
        )}
      </video>
      {!preview && !begun && <NoPoster />}
      {failed === url && (
        <p
          role="alert"
          className="absolute inset-x-3 top-3 flex items-center gap-2 rounded-control bg-surface px-4 py-3 font-medium"
        >
          <Icon name="alert" className="size-5 text-bad" />
          {t('This browser cannot play this video.')}
        </p>
      )}
    </div>
  );
}

function Still({ preview, name }: Pick<PlayerProps, 'preview' | 'name'>) {
  return (
    <div className="relative">
      {preview ? (
        <img src={preview.large.url} alt={name} loading="lazy" className={`${FRAME} object-contain`} />
      ) : (
        <div className={FRAME}>
          <NoPoster />
        </div>
      )}
      <span className="absolute top-3 left-3 flex items-center gap-1.5 rounded-full bg-surface px-3 py-1 text-small font-medium">
        <Icon name="lock" className="size-4" />
        {t('Locked')}
      </span>
    </div>
  );
}

function NoPoster() {
  return (
    <span className="pointer-events-none absolute inset-0 grid place-items-center text-white/70">
      <Icon name="video" className="size-12" />
    </span>
  );
}
