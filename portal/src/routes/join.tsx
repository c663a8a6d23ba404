/** The page behind a mailed invitation to the staff: opening it uses nothing up, the button joins (product 2.9). */
import { useMutation, useQuery } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { useLocation, useParams } from 'wouter';
import { ask, POST } from '../lib/api';
import { textOf } from '../lib/form';
import { useEnter, useSession } from '../lib/session';
import { t } from '../lib/text';
import { AuthCard } from '../ui/auth_card';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { fieldError, FormError } from '../ui/form_error';
import { Invitation } from '../ui/invitation';
import { Password } from '../ui/password';

export default function Join() {
  const { token = '' } = useParams();
  const opening = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => ask(POST('/api/auth/invitations/opening', { body: { token } })),
    staleTime: Infinity,
  });
  return (
    <Invitation opening={opening} away={{ href: '/sign-in', words: t('Sign in') }}>
      {(invited) => <Invited token={token} {...invited} />}
    </Invitation>
  );
}

interface InvitedProps {
  token: string;
  email: string;
  role: 'owner' | 'manager' | 'photographer';
  invited_by: string;
}

const INVITES = {
  owner: '{by} invites you to work in the studio as an owner.',
  manager: '{by} invites you to work in the studio as a manager.',
  photographer: '{by} invites you to work in the studio as a photographer.',
};

function Invited({ token, email, role, invited_by }: InvitedProps) {
  const { business } = useSession();
  const enter = useEnter();
  const [, navigate] = useLocation();
  const join = useMutation({
    mutationFn: (body: { name: string; password: string }) =>
      ask(POST('/api/auth/invitations/acceptance', { body: { token, ...body } })),
    onSuccess: (session) => {
      enter(session);
      navigate('/studio', { replace: true });
    },
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    join.mutate({ name: textOf(form, 'name').trim(), password: textOf(form, 'password') });
  };
  return (
    <AuthCard
      title={t('Join {business}', { business: business.name })}
      intro={t(INVITES[role], { by: invited_by || business.name })}
      below={t('You sign in with {email} from now on.', { email })}
    >
      <form onSubmit={submit} className="grid gap-4">
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <Field
          label={t('Your name')}
          name="name"
          autoComplete="name"
          maxLength={80}
          required
          error={fieldError(join.error, 'name')}
        />
        <Password
          label={t('Choose a password')}
          autoComplete="new-password"
          hint={t('At least 8 characters.')}
          error={fieldError(join.error, 'password')}
        />
        <FormError error={join.error} />
        <Button type="submit" look="primary" busy={join.isPending}>
          {t('Join')}
        </Button>
      </form>
    </AuthCard>
  );
}
