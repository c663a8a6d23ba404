/** Asks for a reason before a step that cannot be undone; keeps what was typed when the step is refused. */
import { useState, type SubmitEvent, type ReactNode } from 'react';
import { newKey } from '../lib/api';
import { t } from '../lib/text';
import { Button } from './button';
import { Dialog } from './dialog';
import { TextArea } from './field';
import { fieldError, FormError } from './form_error';

interface ReasonDialogProps {
  title: string;
  children: ReactNode;
  label: string;
  required: boolean;
  confirm: string;
  keep: string;
  busy: boolean;
  error: unknown;
  onConfirm: (reason: string, key: string) => void;
  onClose: () => void;
}

export function ReasonDialog(props: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  const [key] = useState(newKey);
  const [missing, setMissing] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (props.required && !reason.trim()) setMissing(true);
    else props.onConfirm(reason.trim(), key);
  };
  return (
    <Dialog
      title={props.title}
      onClose={props.onClose}
      footer={
        <>
          <Button onClick={props.onClose}>{props.keep}</Button>
          <Button type="submit" form="reason" look="danger" busy={props.busy}>
            {props.confirm}
          </Button>
        </>
      }
    >
      <form id="reason" onSubmit={submit} className="grid gap-4">
        <div className="text-muted">{props.children}</div>
        <TextArea
          label={props.label}
          optional={!props.required}
          maxLength={500}
          value={reason}
          error={missing && !reason.trim() ? t('Please give a reason.') : fieldError(props.error, 'reason')}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <FormError error={props.error} />
      </form>
    </Dialog>
  );
}
