/** One asset's words: caption, text for people who cannot see it, section, branded or not, hidden or not; its removal. */
import { useState, type SubmitEvent } from 'react';
import type { WorkspaceAsset } from '../../lib/api';
import { bytes } from '../../lib/format';
import { t } from '../../lib/text';
import { useAssetChange, useAssetRemoval } from '../../lib/workspace';
import { BRANDED_HINT } from '../../ui/branded';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field, Switch } from '../../ui/field';
import { fieldError, FormError } from '../../ui/form_error';
import { Photo } from '../../ui/photo';
import { toast } from '../../ui/toast';
import { VideoPlayer } from '../../ui/video_player';
import { ReplacePhoto } from './replace_photo';
import { SectionField } from './section_field';
import { VideoFiles } from './video_files';

export function AssetDialog({
  listing_id,
  asset,
  sections,
  left,
  onNext,
  onClose,
}: {
  listing_id: string;
  asset: WorkspaceAsset;
  /** Names to choose from. */
  sections: readonly string[];
  /** How many are described after this one. */
  left: number;
  onNext: () => void;
  onClose: () => void;
}) {
  const [caption, setCaption] = useState(asset.caption);
  const [alt, setAlt] = useState(asset.alt);
  const [section, setSection] = useState(asset.section);
  const [hidden, setHidden] = useState(asset.hidden);
  const [branded, setBranded] = useState(asset.branded);
  const change = useAssetChange(listing_id);
  const removal = useAssetRemoval(listing_id);
  const { asset_id } = asset;
  const isDocument = asset.kind === 'document';
  const title = {
    photo: t('Photo details'),
    floor_plan: t('Floor plan details'),
    video: t('Video details'),
    document: t('Document details'),
  }[asset.kind];
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const words = { caption: caption.trim(), alt: alt.trim(), section: section.trim(), hidden, branded };
    change.mutate({ asset_id, change: words }, { onSuccess: onNext });
  };
  const remove = () =>
    removal.mutate(asset_id, {
      onSuccess: () => {
        toast(t('{name} is removed.', { name: asset.name }));
        onClose();
      },
    });
  const size = asset.width && asset.height ? `${asset.width} × ${asset.height} · ` : '';
  return (
    <Dialog
      title={title}
      onClose={onClose}
      wide
      footer={
        <>
          {!asset.delivered && (
            <Button look="danger" icon="trash" className="sm:mr-auto" busy={removal.isPending} onClick={remove}>
              {t('Remove')}
            </Button>
          )}
          {left > 0 ? (
            <Button onClick={onNext}>{t('Skip')}</Button>
          ) : (
            <Button onClick={onClose}>{t('Cancel')}</Button>
          )}
          <Button type="submit" form="asset" look="primary" busy={change.isPending}>
            {left > 0 ? t('Save and next ({n} left)', { n: left }) : t('Save')}
          </Button>
        </>
      }
    >
      <form id="asset" onSubmit={save} className="grid gap-4">
        {asset.video && <VideoPlayer {...framed(asset)} url={asset.video.url} captions={asset.video.captions} />}
        {asset.preview && !asset.video && (
          <Photo
            preview={asset.preview}
            alt={asset.alt}
            sizes="40rem"
            turn="first"
            className="mx-auto h-56 w-auto max-w-full rounded-control object-contain sm:h-72"
          />
        )}
        <p className="numbers text-small text-muted [overflow-wrap:anywhere]">
          {asset.name} · {size}
          {bytes(asset.bytes)}
        </p>
        {asset.state === 'ready' && !isDocument && !asset.video && (
          <ReplacePhoto listing_id={listing_id} asset={asset} />
        )}
        {asset.state === 'ready' && asset.video && <VideoFiles listing_id={listing_id} asset={asset} />}
        <Field
          label={isDocument || asset.video ? t('Title') : t('Caption')}
          optional
          maxLength={200}
          value={caption}
          error={fieldError(change.error, 'caption')}
          onInput={(event) => setCaption(event.currentTarget.value)}
        />
        {!isDocument && (
          <>
            <Field
              label={t('Description')}
              optional
              maxLength={500}
              hint={
                asset.video
                  ? t('Read out to people who cannot see the video.')
                  : t('Read out to people who cannot see the photo.')
              }
              value={alt}
              error={fieldError(change.error, 'alt')}
              onInput={(event) => setAlt(event.currentTarget.value)}
            />
            {!asset.video && (
              <SectionField
                value={section}
                names={sections}
                error={fieldError(change.error, 'section')}
                onChange={setSection}
              />
            )}
          </>
        )}
        <Switch label={t('Branded')} hint={t(BRANDED_HINT)} checked={branded} onChange={setBranded} />
        <Switch
          label={t('Hide from the customer')}
          hint={t('It stays here and is not delivered.')}
          checked={hidden}
          onChange={setHidden}
        />
        <FormError error={change.error ?? removal.error} />
      </form>
    </Dialog>
  );
}

const framed = ({ preview, width, height, name }: WorkspaceAsset) => ({
  preview,
  width: width ?? 1280,
  height: height ?? 720,
  name,
});
