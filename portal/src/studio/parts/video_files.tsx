/** What belongs to a video beside its own file: the picture that stands for it, and its captions. */
import { useState } from 'react';
import type { WorkspaceAsset } from '../../lib/api';
import { useCaptions } from '../../lib/captions';
import { languageName, languages, ownLanguage } from '../../lib/languages';
import { t } from '../../lib/text';
import { Button, Spinner } from '../../ui/button';
import { Select } from '../../ui/field';
import { useFilePick } from '../../ui/file_pick';
import { Icon } from '../../ui/icon';
import { posterTrouble, usePosterPick } from './poster_pick';

interface VideoFilesProps {
  listing_id: string;
  asset: WorkspaceAsset;
}

export function VideoFiles({ listing_id, asset }: VideoFilesProps) {
  return (
    <div className="divide-y divide-line rounded-control border border-line *:p-3">
      <PosterRow listing_id={listing_id} asset={asset} />
      <CaptionsRow listing_id={listing_id} asset={asset} />
    </div>
  );
}

const ROW = 'flex flex-wrap items-center justify-between gap-x-4 gap-y-2';

function PosterRow({ listing_id, asset }: VideoFilesProps) {
  const { field, pick, isSending } = usePosterPick(listing_id, asset.asset_id);
  const coming = isSending || asset.video?.poster === 'coming';
  const trouble = posterTrouble(asset.video);
  return (
    <div className={ROW}>
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium">{t('Poster')}</p>
        {coming ? (
          <Waiting>{t('The picture is being prepared.')}</Waiting>
        ) : trouble ? (
          <Trouble look={trouble.look}>{trouble.words}</Trouble>
        ) : (
          <p className="text-small text-muted">{t('The picture that stands for the video until it is played.')}</p>
        )}
      </div>
      <Button icon="photos" disabled={isSending} onClick={pick}>
        {asset.preview ? t('Choose another') : t('Choose a poster')}
      </Button>
      {field}
    </div>
  );
}

function CaptionsRow({ listing_id, asset }: VideoFilesProps) {
  const given = asset.video?.captions;
  const [language, setLanguage] = useState(given?.language ?? ownLanguage());
  const change = useCaptions(listing_id, asset.asset_id);
  const { field, pick } = useFilePick('captions', '.vtt,.srt', (file) => change.mutate({ file, language }));
  return (
    <div className="grid gap-3">
      <div role="status">
        <p className="font-medium">{t('Captions')}</p>
        {change.isPending ? (
          <Waiting>{t('The captions are being read.')}</Waiting>
        ) : change.error ? (
          <Trouble look="text-bad">{change.error.message}</Trouble>
        ) : given ? (
          <p className="flex gap-2 text-small">
            <Icon name="check" className="mt-0.5 size-4 text-ok" />
            {t('In {language}. Whoever may watch the video can read along.', {
              language: languageName(given.language),
            })}
          </p>
        ) : (
          <p className="text-small text-muted">
            {t('None. A WebVTT or SubRip file (.vtt, .srt) lets people read what is said.')}
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-40 flex-1 sm:max-w-56">
          <Select
            label={t('Language of the captions')}
            quiet
            value={language}
            onChange={(event) => setLanguage(event.currentTarget.value)}
          >
            {languages(language).map(({ tag, name }) => (
              <option key={tag} value={tag}>
                {name}
              </option>
            ))}
          </Select>
        </div>
        <Button icon="upload" disabled={change.isPending} onClick={pick}>
          {given ? t('Replace captions') : t('Choose captions')}
        </Button>
        {given && (
          <Button look="quiet" icon="trash" disabled={change.isPending} onClick={() => change.mutate(null)}>
            {t('Take away')}
          </Button>
        )}
      </div>
      {field}
    </div>
  );
}

function Waiting({ children }: { children: string }) {
  return (
    <p className="flex items-center gap-2 text-small">
      <Spinner />
      {children}
    </p>
  );
}

function Trouble({ look, children }: { look: string; children: string }) {
  return (
    <p className={`flex gap-2 text-small ${look}`}>
      <Icon name="alert" className="mt-0.5 size-4" />
      {children}
    </p>
  );
}
