/** Moves the selected photos to a section, or out of theirs. */
import { useState } from 'react';
import { t, tn } from '../../lib/text';
import { useSectionMove } from '../../lib/workspace';
import { FormDialog } from '../../ui/form_dialog';
import { fieldError } from '../../ui/form_error';
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
  const save = () =>
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
  return (
    <FormDialog
      title={tn(asset_ids.length, 'Move {n} photo to a section', 'Move {n} photos to a section')}
      button={to || !sectioned ? t('Move') : t('Take out of sections')}
      disabled={!to && !sectioned}
      sending={move}
      onSubmit={save}
      onClose={onClose}
    >
      <SectionField value={typed} names={names} error={fieldError(move.error, 'section')} onChange={setSection} />
    </FormDialog>
  );
}
