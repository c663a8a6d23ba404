/** The mailed code; and another name, where somebody took the first one meanwhile. */
import { useState, type SubmitEvent } from 'react';
import { CodeField } from '../routes/parts/code_field';
import { ResendButton } from '../routes/parts/resend_button';
import { ApiError } from '../lib/api';
import { useVerdict } from '../lib/host_name';
import { checkName, sendCode, useProve, type Begun, type Platform } from '../lib/platform';
import { t } from '../lib/text';
import { AuthCard } from '../ui/auth_card';
import { Button } from '../ui/button';
import { fieldError, FormError } from '../ui/form_error';
import { HostField } from '../ui/host_field';

interface ProofFormProps {
  begun: Begun;
  platform: Platform;
  onAgain: () => void;
}

export function ProofForm({ begun, platform, onAgain }: ProofFormProps) {
  const [code, setCode] = useState('');
  const [label, setLabel] = useState(begun.label);
  const prove = useProve();
  const { error } = prove;
  const isTaken = error instanceof ApiError && error.status === 409;
  const needsName = isTaken || label !== begun.label;
  const { verdict } = useVerdict(needsName ? label : '', checkName);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (code.length === 6) prove.mutate({ code, label });
  };
  return (
    <AuthCard
      title={t('Enter the code')}
      intro={t('We sent a 6-digit code to {email}. It is good for 10 minutes.', { email: begun.email })}
      below={
        <>
          {t('Wrong address?')}{' '}
          <button type="button" className="font-medium text-link hover:underline" onClick={onAgain}>
            {t('Start over')}
          </button>
        </>
      }
    >
      <form onSubmit={submit} className="grid gap-4">
        <CodeField value={code} onTyped={setCode} error={fieldError(error, 'code')} />
        {needsName && (
          <HostField
            label={t('Another web address')}
            domain={platform.domain}
            value={label}
            onTyped={setLabel}
            verdict={verdict}
            error={isTaken && prove.variables?.label === label ? error.message : fieldError(error, 'label')}
          />
        )}
        <FormError error={isTaken ? null : error} />
        <Button type="submit" look="primary" busy={prove.isPending} disabled={code.length !== 6}>
          {t('Create the business')}
        </Button>
        <ResendButton send={sendCode} />
      </form>
    </AuthCard>
  );
}
