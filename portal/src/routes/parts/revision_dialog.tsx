/** Asks for a change: press the photo, or move the pin by keys, say what is wrong; one's open requests stand below. */
import { useState, type KeyboardEvent, type SubmitEvent } from 'react';
import { newKey, type Asset } from '../../lib/api';
import {
  moved,
  REASONS,
  reasonWord,
  useRevisionAsking,
  useRevisions,
  useRevisionWithdrawing,
  type Place,
  type Reason,
  type Revision,
} from '../../lib/revisions';
import { t } from '../../lib/text';
import { isReadOnly } from '../../lib/view';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Select, TextArea } from '../../ui/field';
import { fieldError, FormError } from '../../ui/form_error';
import { at, PIN, PinnedPhoto } from '../../ui/pinned_photo';
import { Bar, Load } from '../../ui/states';
import { toast } from '../../ui/toast';

interface RevisionDialogProps {
  listing_id: string;
  photo: Asset;
  alt: string;
  onClose: () => void;
}

const MIDDLE: Place = { x: 500, y: 500 };

export default function RevisionDialog({ listing_id, photo, alt, onClose }: RevisionDialogProps) {
  const revisions = useRevisions(listing_id);
  const own = revisions.data?.revisions.filter((one) => one.asset_id === photo.asset_id) ?? [];
  const [place, setPlace] = useState<Place>(MIDDLE);
  const press = (event: KeyboardEvent) => {
    const next = moved(place, event.key, event.shiftKey);
    if (!next) return;
    event.preventDefault();
    setPlace(next);
  };
  return (
    <Dialog title={t('Ask for a change')} onClose={onClose} wide>
      <PinnedPhoto
        preview={photo.preview}
        alt={alt}
        pins={own.map((one) => ({ ...one, id: one.revision_id }))}
        onPlace={isReadOnly() ? undefined : setPlace}
      >
        {!isReadOnly() && (
          <button
            type="button"
            aria-label={t('Pin {n}, {x} % from the left, {y} % from the top. Move it with the arrow keys.', {
              n: own.length + 1,
              x: Math.round(place.x / 10),
              y: Math.round(place.y / 10),
            })}
            onKeyDown={press}
            onClick={(event) => event.stopPropagation()}
            style={at(place)}
            className={`${PIN} size-9! animate-none outline-offset-2`}
          >
            {own.length + 1}
          </button>
        )}
      </PinnedPhoto>
      {!isReadOnly() && (
        <Asking listing_id={listing_id} asset_id={photo.asset_id} place={place} onAsked={() => setPlace(MIDDLE)} />
      )}
      <section aria-labelledby="open-requests" className="mt-6">
        <h3 id="open-requests" className="mb-2 font-semibold">
          {t('Your open requests on this photo')}
        </h3>
        <Load
          query={revisions}
          failed={t('Your requests could not be loaded.')}
          skeleton={<Bar className="h-14" />}
        >
          {() =>
            own.length === 0 ? (
              <p className="text-muted">{t('None. What you ask for is listed here until it is done.')}</p>
            ) : (
              <ol className="divide-y divide-line">
                {own.map((one, index) => (
                  <Open key={one.revision_id} listing_id={listing_id} revision={one} number={index + 1} />
                ))}
              </ol>
            )
          }
        </Load>
      </section>
    </Dialog>
  );
}

interface AskingProps {
  listing_id: string;
  asset_id: string;
  place: Place;
  onAsked: () => void;
}

function Asking({ listing_id, asset_id, place, onAsked }: AskingProps) {
  const [reason, setReason] = useState<Reason>('brightness');
  const [text, setText] = useState('');
  const [key, setKey] = useState(newKey);
  const [missing, setMissing] = useState(false);
  const asking = useRevisionAsking(listing_id);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (reason === 'other' && !text.trim()) {
      setMissing(true);
      return;
    }
    asking.mutate(
      { asset_id, ...place, reason, text: text.trim(), key },
      {
        onSuccess: () => {
          toast(t('Sent. We look at it.'));
          setText('');
          setKey(newKey());
          onAsked();
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className="mt-4 grid gap-4">
      <p className="text-small text-muted">
        {t('Press the spot on the photo, or move the pin with the arrow keys.')}
      </p>
      <Select
        label={t('What is wrong')}
        value={reason}
        onChange={(event) =>
          setReason(REASONS.find(([name]) => name === event.currentTarget.value)?.[0] ?? 'other')
        }
      >
        {REASONS.map(([name, word]) => (
          <option key={name} value={name}>
            {t(word)}
          </option>
        ))}
      </Select>
      <TextArea
        label={t('What should change')}
        optional={reason !== 'other'}
        maxLength={1000}
        value={text}
        error={
          missing && reason === 'other' && !text.trim()
            ? t('Please say what should change.')
            : fieldError(asking.error, 'text')
        }
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <FormError error={asking.error} />
      <Button type="submit" look="primary" className="justify-self-start max-sm:w-full" busy={asking.isPending}>
        {t('Send request')}
      </Button>
    </form>
  );
}

function Open({ listing_id, revision, number }: { listing_id: string; revision: Revision; number: number }) {
  const withdrawing = useRevisionWithdrawing(listing_id);
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-48 [overflow-wrap:anywhere]">
        <p className="font-medium">
          <span className="numbers">{number}.</span> {t(reasonWord(revision.reason))}
        </p>
        {revision.text && <p className="whitespace-pre-line text-muted">{revision.text}</p>}
        <FormError error={withdrawing.error} />
      </div>
      {!isReadOnly() && (
        <Button busy={withdrawing.isPending} onClick={() => withdrawing.mutate(revision.revision_id)}>
          {t('Withdraw')}
        </Button>
      )}
    </li>
  );
}
