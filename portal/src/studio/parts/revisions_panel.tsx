/** What customers ask to be changed: each pin on its photo with the words, and the way to resolve it with an answer. */
import { useState, type SubmitEvent } from 'react';
import type { Workspace } from '../../lib/api';
import { moment } from '../../lib/format';
import { reasonWord, useRevisionResolving } from '../../lib/revisions';
import { useSession } from '../../lib/session';
import { t, tn } from '../../lib/text';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextArea } from '../../ui/field';
import { FormError } from '../../ui/form_error';
import { PinnedPhoto } from '../../ui/pinned_photo';
import { toast } from '../../ui/toast';

type WorkspaceRevision = Workspace['revisions'][number];

export default function RevisionsPanel({ workspace }: { workspace: Workspace }) {
  const [open, setOpen] = useState<string | null>(null);
  const { business } = useSession();
  const { revisions, assets, listing_id } = workspace;
  const opened = revisions.find((one) => one.revision_id === open);
  const photoOf = (one: WorkspaceRevision) => assets.find((asset) => asset.asset_id === one.asset_id);
  return (
    <section aria-labelledby="revisions" className="rounded-card border border-line bg-surface px-5 py-4">
      <h2 id="revisions" className="numbers text-lead font-semibold">
        {tn(revisions.length, '{n} change asked for', '{n} changes asked for')}
      </h2>
      <ul className="divide-y divide-line">
        {revisions.map((one) => (
          <li key={one.revision_id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
            <div className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
              <p className="flex flex-wrap items-center gap-x-3 font-medium">
                {photoOf(one)?.name}: {t(reasonWord(one.reason))}
                {one.replaced && <Badge tone="ok">{t('The photo was replaced')}</Badge>}
              </p>
              {one.text && <p className="whitespace-pre-line">{one.text}</p>}
              <p className="numbers text-small text-muted">
                {[one.by, moment(one.at, business.time_zone)].filter(Boolean).join(' · ')}
              </p>
            </div>
            <Button onClick={() => setOpen(one.revision_id)}>{one.replaced ? t('Resolve') : t('Look')}</Button>
          </li>
        ))}
      </ul>
      {opened && (
        <Resolving
          key={opened.revision_id}
          listing_id={listing_id}
          revision={opened}
          photo={photoOf(opened)}
          onClose={() => setOpen(null)}
        />
      )}
    </section>
  );
}

interface ResolvingProps {
  listing_id: string;
  revision: WorkspaceRevision;
  photo: Workspace['assets'][number] | undefined;
  onClose: () => void;
}

function Resolving({ listing_id, revision, photo, onClose }: ResolvingProps) {
  const [answer, setAnswer] = useState('');
  const resolving = useRevisionResolving(listing_id);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    resolving.mutate(
      { revision_id: revision.revision_id, answer: answer.trim() },
      {
        onSuccess: () => {
          toast(t('Resolved.'));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      title={t(reasonWord(revision.reason))}
      onClose={onClose}
      wide
      footer={
        <>
          <Button onClick={onClose}>{t('Not now')}</Button>
          <Button type="submit" form="resolve" look="primary" busy={resolving.isPending}>
            {t('Resolve')}
          </Button>
        </>
      }
    >
      <form id="resolve" onSubmit={submit} className="grid grid-cols-1 gap-4">
        {photo?.preview ? (
          <PinnedPhoto
            preview={photo.preview}
            alt={photo.alt || photo.name}
            pins={[{ ...revision, id: revision.revision_id }]}
          />
        ) : (
          <p className="text-muted">{t('The photo is not here any more.')}</p>
        )}
        {revision.text && <p className="whitespace-pre-line [overflow-wrap:anywhere]">{revision.text}</p>}
        {revision.replaced && (
          <p className="rounded-control bg-ok-soft px-4 py-3 text-ok">
            {t('A new photo stands in its place. Deliver it, then resolve this.')}
          </p>
        )}
        <TextArea
          label={t('Answer, which the customer reads in the order')}
          optional
          maxLength={1000}
          value={answer}
          onInput={(event) => setAnswer(event.currentTarget.value)}
        />
        <FormError error={resolving.error} />
      </form>
    </Dialog>
  );
}
