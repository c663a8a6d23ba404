/** Moves the selected photos to a section, or out of theirs. */
import { useState, type SubmitEvent } from 'react';
import { t, tn } from '../../lib/text';
import { useSectionMove } from '../../lib/workspace';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { fieldError, FormError } from '../../ui/form_error';
import { toast } from '../../ui/toast';
import { SectionField } from './section_field';

interface SectionDialogProps {
  listing_id: string;
  asset_ids: string[];
  /** Where all of them are now, else empty. */
  section: string;
  /** Whether any of them is in a section now. */
  sectioned: boolean;
  names: readonly string[];
  onClose: () => void;
  onMoved: () => void;
}

export default function SectionDialog({
  listing_id,
  asset_ids,
  section,
  sectioned,
  names,
  onClose,
  onMoved,
}: SectionDialogProps) {
  const [typed, setSection] = useState(section);
  const move = useSectionMove(listing_id);
  const to = typed.trim();
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    move.mutate(
      { asset_ids, section: to },
      {
        onSuccess: () => {
          const n = asset_ids.length;
          toast(
            to
              ? tn(n, '{n} photo is in {section} now.', '{n} photos are in {section} now.', { section: to })
              : tn(n, '{n} photo is in no section now.', '{n} photos are in no section now.'),
          );
          onMoved();
        },
      },
    );
  };
  return (
    <Dialog
      title={tn(asset_ids.length, 'Move {n} photo to a section', 'Move {n} photos to a section')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" form="section" look="primary" disabled={!to && !sectioned} busy={move.isPending}>
            {to || !sectioned ? t('Move') : t('Take out of sections')}
          </Button>
        </>
      }
    >
      <form id="section" onSubmit={save} className="grid gap-4">
        <SectionField
          value={typed}
          names={names}
          error={fieldError(move.error, 'section')}
          onChange={setSection}
        />
        <FormError error={move.error} />
      </form>
    </Dialog>
  );
}
