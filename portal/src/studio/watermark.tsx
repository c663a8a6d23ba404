/** Settings: the business's watermark, tried on a real photo before it is saved. */
import { useState } from 'react';
import { ApiError } from '../lib/api';
import { t } from '../lib/text';
import {
  isDrawable,
  isSame,
  markOf,
  usePreview,
  usePreviewPhotos,
  useSaveWatermark,
  useWatermark,
} from '../lib/watermark';
import type { Mark, Watermark as Saved } from '../lib/watermark';
import { Button } from '../ui/button';
import { FormError } from '../ui/form_error';
import { Bar, Load } from '../ui/states';
import { toast } from '../ui/toast';
import { Unsaved } from '../ui/unsaved';
import { RemakingBanner } from './parts/remaking_banner';
import { SettingsPage } from './parts/settings_page';
import { WatermarkForm } from './parts/watermark_form';
import { WatermarkPreview } from './parts/watermark_preview';

export default function Watermark() {
  const watermark = useWatermark();
  return (
    <SettingsPage
      title={t('Watermark')}
      below={t('Your mark in the preview pictures of galleries that wait for payment.')}
    >
      <Load query={watermark} failed={t('The watermark could not be loaded.')} skeleton={<Skeleton />}>
        {(saved) => <Editor saved={saved} />}
      </Load>
    </SettingsPage>
  );
}

function Skeleton() {
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[22rem_1fr]">
      <Bar className="h-96 rounded-card" />
      <Bar className="aspect-3/2 rounded-card" />
    </div>
  );
}

function Editor({ saved }: { saved: Saved }) {
  const [mark, setMark] = useState<Mark>(() => markOf(saved));
  const [photo, setPhoto] = useState<string | null>(null);
  const photos = usePreviewPhotos();
  const save = useSaveWatermark();
  const isChanged = !isSame(mark, saved);
  const listing_id = photo ?? photos.data?.photos[0]?.listing_id ?? null;
  const preview = usePreview(mark, listing_id, !photos.isPending);
  const change = (change: Partial<Mark>) => {
    setMark((now) => ({ ...now, ...change }));
    save.reset();
  };
  const submit = () =>
    save.mutate(
      { ...mark, version: saved.version },
      {
        onSuccess: (after) => {
          setMark(markOf(after));
          toast(t('The watermark is saved.'));
        },
      },
    );
  // What cannot be drawn is said at its field while it is typed, not only when it is saved.
  const error =
    save.error ?? (preview.error instanceof ApiError && preview.error.status === 422 ? preview.error : null);
  return (
    <div className="grid gap-6">
      {saved.remaking && <RemakingBanner remaking={saved.remaking} mayChange={saved.may_change} />}
      <div className="grid items-start gap-6 xl:grid-cols-[22rem_1fr]">
        <form
          className="grid gap-5 rounded-card border border-line bg-surface p-5 max-xl:order-2"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          {!saved.may_change && (
            <p className="rounded-control bg-sunken px-3 py-2 text-small">
              {t('Only an owner of the business can change the watermark.')}
            </p>
          )}
          <WatermarkForm mark={mark} error={error} disabled={!saved.may_change} onChange={change} />
          {save.error && <FormError error={save.error} />}
          {saved.may_change && (
            <div className="flex flex-wrap gap-2 border-t border-line pt-4 [&>*]:max-sm:flex-1">
              <Button
                type="submit"
                look="primary"
                busy={save.isPending}
                disabled={!isChanged || !isDrawable(mark)}
              >
                {t('Save watermark')}
              </Button>
              {isChanged && <Button onClick={() => change(markOf(saved))}>{t('Discard changes')}</Button>}
            </div>
          )}
          {isChanged && saved.may_change && (
            <p className="text-small text-muted">
              {t('Galleries that are delivered already get the new watermark in the background.')}
            </p>
          )}
        </form>
        <WatermarkPreview
          preview={preview}
          photos={photos}
          listing_id={listing_id}
          isDrawable={isDrawable(mark)}
          onPhoto={setPhoto}
        />
      </div>
      <Unsaved when={isChanged && saved.may_change && !save.isPending} />
    </div>
  );
}
