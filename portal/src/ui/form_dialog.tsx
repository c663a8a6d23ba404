/** A dialog with one form: its button shows that the call is under way, and what was typed stays when it is refused. */
import { useId, type ReactNode, type SubmitEvent } from 'react';
import { t } from '../lib/text';
import { Button } from './button';
import { Dialog } from './dialog';
import { FormError } from './form_error';

interface FormDialogProps {
  title: string;
  /** What its button does: "Add", "Delete for good". */
  button: string;
  danger?: boolean;
  disabled?: boolean;
  /** The way out beside it, where that is more than "Cancel". */
  keep?: string;
  onKeep?: () => void;
  /** The call that the form makes. */
  sending: { isPending: boolean; error: unknown };
  /** The server, or the screen, says what is wrong with a field, not the browser. */
  noValidate?: boolean;
  onSubmit: (form: FormData) => void;
  onClose: () => void;
  children: ReactNode;
  /** What stands under the refusal. */
  below?: ReactNode;
}

export function FormDialog(props: FormDialogProps) {
  const id = useId();
  const { sending, onClose } = props;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    props.onSubmit(new FormData(event.currentTarget));
  };
  return (
    <Dialog
      title={props.title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={props.onKeep ?? onClose}>{props.keep ?? t('Cancel')}</Button>
          <Button
            type="submit"
            form={id}
            look={props.danger ? 'danger' : 'primary'}
            disabled={props.disabled}
            busy={sending.isPending}
          >
            {props.button}
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={submit} noValidate={props.noValidate} className="grid gap-4">
        {props.children}
        <FormError error={sending.error} />
        {props.below}
      </form>
    </Dialog>
  );
}
