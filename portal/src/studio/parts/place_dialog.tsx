/** Moves a photo to a place by its number: the way without dragging. */
import { useState, type SubmitEvent } from 'react';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Field } from '../../ui/field';

interface PlaceDialogProps {
  name: string;
  /** Where it is, from 1. */
  place: number;
  count: number;
  onMove: (place: number) => void;
  onClose: () => void;
}

export default function PlaceDialog({ name, place, count, onMove, onClose }: PlaceDialogProps) {
  const [typed, setTyped] = useState(String(place));
  const [error, setError] = useState<string | null>(null);
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    const wanted = Number(typed);
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > count)
      return setError(t('Type a number from 1 to {count}.', { count }));
    onMove(wanted);
    onClose();
  };
  return (
    <Dialog
      title={t('Move to position')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" form="place" look="primary">
            {t('Move')}
          </Button>
        </>
      }
    >
      <form id="place" onSubmit={save} noValidate>
        <Field
          label={t('Position of {name}', { name })}
          hint={t('1 is the first, {count} the last.', { count })}
          type="number"
          inputMode="numeric"
          min={1}
          max={count}
          value={typed}
          error={error}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </form>
    </Dialog>
  );
}
