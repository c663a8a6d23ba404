/** The watermark on a photo, as a customer will get it: drawn by the server, never imitated here. */
import type { Answer } from '../../lib/api';
import { t } from '../../lib/text';
import { Spinner } from '../../ui/button';
import { Select } from '../../ui/field';
import { Bar, Failed, Loading } from '../../ui/states';

interface Query<T> {
  data: T | undefined;
  error: unknown;
  isFetching: boolean;
  refetch: () => unknown;
}

interface PreviewProps {
  preview: Query<Answer<'/api/watermark/previews', 'post'>>;
  photos: Query<Answer<'/api/watermark/photos', 'get'>>;
  listing_id: string | null;
  isDrawable: boolean;
  onPhoto: (listing_id: string) => void;
}

export function WatermarkPreview({ preview, photos, listing_id, isDrawable, onPhoto }: PreviewProps) {
  const choices = photos.data?.photos ?? [];
  return (
    <section aria-labelledby="preview" className="min-w-0 xl:sticky xl:top-6">
      <div className="mb-3 flex items-center justify-between gap-x-6">
        <h2 id="preview" className="flex shrink-0 items-center gap-2 text-lead font-semibold">
          {t('Preview')}
          {preview.isFetching && <Spinner />}
        </h2>
        {choices.length > 1 && (
          <div className="w-64 min-w-0">
            <Select
              quiet
              label={t('Photo')}
              value={listing_id ?? ''}
              onChange={(event) => onPhoto(event.currentTarget.value)}
            >
              {choices.map((one) => (
                <option key={one.listing_id} value={one.listing_id}>
                  {one.address_line}
                </option>
              ))}
            </Select>
          </div>
        )}
      </div>
      <Picture preview={preview} isDrawable={isDrawable} />
      <p className="mt-2 text-small text-muted">
        {photos.data && choices.length === 0
          ? t('This is a plain wall. Your own photos are here as soon as a listing is delivered.')
          : t('Exactly what customers see until they have paid.')}
      </p>
    </section>
  );
}

function Picture({ preview, isDrawable }: Pick<PreviewProps, 'preview' | 'isDrawable'>) {
  const { data, error } = preview;
  if (data)
    return (
      <img
        src={`data:image/jpeg;base64,${data.jpeg}`}
        width={data.width}
        height={data.height}
        alt={t('A photo with this watermark')}
        className={`h-auto max-h-[70vh] w-full rounded-card bg-sunken object-contain ${isDrawable && !error ? '' : 'opacity-40'}`}
      />
    );
  if (error)
    return (
      <Failed what={t('The preview could not be drawn.')} error={error} onRetry={() => void preview.refetch()} />
    );
  if (!isDrawable) return <div className="aspect-3/2 rounded-card border border-dashed border-line bg-sunken" />;
  return (
    <Loading>
      <Bar className="aspect-3/2 rounded-card" />
    </Loading>
  );
}
