/** Asks for a reason before a step that cannot be undone; keeps what was typed when the step is refused. */
import { useState, type ReactNode } from 'react';
import { newKey } from '../lib/api';
import { t } from '../lib/text';
import { TextArea } from './field';
import { FormDialog } from './form_dialog';
import { fieldError } from './form_error';

interface ReasonDialogProps {
  title: string;
  children: ReactNode;
  label: string;
  required: boolean;
  confirm: string;
  keep: string;
  sending: { isPending: boolean; error: unknown };
  onConfirm: (reason: string, key: string) => void;
  onClose: () => void;
}

export function ReasonDialog(props: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  const [key] = useState(newKey);
  const [missing, setMissing] = useState(false);
  const submit = () => {
    if (props.required && !reason.trim()) setMissing(true);
    else props.onConfirm(reason.trim(), key);
  };
  return (
    <FormDialog
      title={props.title}
      button={props.confirm}
      danger
      keep={props.keep}
      sending={props.sending}
      onSubmit={submit}
      onClose={props.onClose}
    >
      <div className="text-muted">{props.children}</div>
      <TextArea
        label={props.label}
        optional={!props.required}
        maxLength={500}
        value={reason}
        error={missing && !reason.trim() ? t('Please give a reason.') : fieldError(props.sending.error, 'reason')}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
