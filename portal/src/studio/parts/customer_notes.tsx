/** What staff write down about a customer; nobody else ever reads it. */
import { useRef, type SubmitEvent } from 'react';
import { useAddNote, useDeleteNote, type Customer, type CustomerNote } from '../../lib/customers';
import { textOf } from '../../lib/form';
import { moment } from '../../lib/format';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { Button, IconButton } from '../../ui/button';
import { TextArea } from '../../ui/field';
import { fieldError, FormError } from '../../ui/form_error';
import { Card } from '../../ui/page';

export function CustomerNotes({ customer: { customer_id, notes } }: { customer: Customer }) {
  const add = useAddNote(customer_id);
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = textOf(new FormData(event.currentTarget), 'text').trim();
    if (text) add.mutate(text, { onSuccess: () => form.current?.reset() });
  };
  return (
    <Card title={t('Notes')}>
      <form ref={form} onSubmit={submit} className="grid gap-3">
        <TextArea
          quiet
          label={t('New note')}
          name="text"
          rows={2}
          maxLength={2000}
          placeholder={t('Only staff read this')}
          error={fieldError(add.error, 'text')}
        />
        {add.error && <FormError error={add.error} />}
        <div>
          <Button type="submit" busy={add.isPending}>
            {t('Add note')}
          </Button>
        </div>
      </form>
      {notes.length > 0 && (
        <ul className="mt-4 divide-y divide-line border-t border-line">
          {notes.map((note) => (
            <Note key={note.note_id} customer_id={customer_id} note={note} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Note({ customer_id, note }: { customer_id: string; note: CustomerNote }) {
  const { business } = useSession();
  const remove = useDeleteNote(customer_id);
  return (
    <li className="flex items-start gap-2 py-3 last:pb-0">
      <div className="min-w-0 flex-1">
        <p className="whitespace-pre-line [overflow-wrap:anywhere]">{note.text}</p>
        <p className="numbers mt-1 text-small text-muted">
          {t('{who} · {when}', { who: note.by, when: moment(note.at, business.time_zone) })}
        </p>
        {remove.error && <FormError error={remove.error} />}
      </div>
      {note.may_delete && (
        <IconButton
          icon="trash"
          label={t('Delete this note')}
          className="-mt-2 -mr-2 text-muted"
          disabled={remove.isPending}
          onClick={() => remove.mutate(note.note_id)}
        />
      )}
    </li>
  );
}
