/** The videos of a listing: a poster while locked, afterwards they play and can be saved (product 5). */
import { useMutation } from '@tanstack/react-query';
import type { Gallery, ListingVideo } from '../../lib/api';
import { askDownload } from '../../lib/downloads';
import { bytes, length } from '../../lib/format';
import { languageName } from '../../lib/languages';
import { saveUrl } from '../../lib/saving';
import { t } from '../../lib/text';
import { isReadOnly } from '../../lib/view';
import { Branded } from '../../ui/branded';
import { Button } from '../../ui/button';
import { toast } from '../../ui/toast';
import { VideoPlayer } from '../../ui/video_player';

export function Videos({ gallery }: { gallery: Gallery }) {
  return (
    <section aria-labelledby="videos" className="order-1 mt-3">
      <h2 id="videos" className="mb-3 text-title font-semibold">
        {t('Videos')}
      </h2>
      <ul className="grid gap-x-4 gap-y-6 lg:grid-cols-2">
        {gallery.videos.map((video, index) => (
          <Item
            key={video.asset_id}
            listing_id={gallery.listing_id}
            video={video}
            name={video.title || t('Video {n}', { n: index + 1 })}
          />
        ))}
      </ul>
    </section>
  );
}

function Item({ listing_id, video, name }: { listing_id: string; video: ListingVideo; name: string }) {
  const { asset_id, seconds, bytes: size } = video;
  const download = useMutation({
    mutationFn: async (captions: boolean) =>
      saveUrl((await askDownload(listing_id, asset_id, 'original', captions)).url),
    onError: (error) => toast(error.message),
  });
  const isAsked = (captions: boolean) => download.isPending && download.variables === captions;
  const about = [
    seconds && length(seconds),
    size && bytes(size),
    video.captions && t('Captions in {language}', { language: languageName(video.captions.language) }),
  ].filter(Boolean);
  return (
    <li className="min-w-0">
      <VideoPlayer {...video} name={video.alt || name} />
      <div className="mt-2.5 flex min-h-11 items-center justify-between gap-4">
        <p className="min-w-0">
          <span className="block font-medium [overflow-wrap:anywhere]">{name}</span>
          <span className="numbers flex flex-wrap items-center gap-x-2 gap-y-1 text-small text-muted">
            {about.join(' · ')}
            {video.branded && <Branded />}
          </span>
        </p>
        {size !== null && (
          <span className="flex shrink-0 gap-2">
            {video.captions && (
              <Button
                icon="document"
                busy={isAsked(true)}
                disabled={isReadOnly()}
                aria-label={t('Download the captions of {name}', { name })}
                title={t('Download the captions')}
                onClick={() => download.mutate(true)}
              >
                <span className="max-sm:sr-only">{t('Captions')}</span>
              </Button>
            )}
            <Button
              icon="download"
              busy={isAsked(false)}
              disabled={isReadOnly()}
              aria-label={t('Download {name}', { name })}
              onClick={() => download.mutate(false)}
            >
              <span className="max-sm:sr-only">{t('Download')}</span>
            </Button>
          </span>
        )}
      </div>
    </li>
  );
}
