/** The page behind a mailed invitation while it is opened, and when it is over: used, taken back or older than a day. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { ApiError } from '../lib/api';
import { t } from '../lib/text';
import { AuthCard } from './auth_card';
import { Bar, Failed, Loading } from './states';

interface InvitationProps<Invited> {
  opening: UseQueryResult<Invited>;
  /** Where somebody goes whose invitation is over, and the words that lead there. */
  away: { href: string; words: string };
  children: (invited: Invited) => ReactNode;
}

export function Invitation<Invited>({ opening, away, children }: InvitationProps<Invited>) {
  if (opening.data) return children(opening.data);
  if (opening.error instanceof ApiError && [409, 422].includes(opening.error.status))
    return (
      <AuthCard
        title={t('This invitation is not open any more')}
        intro={t('It was used or taken back, or it is older than a day. Ask for a new one.')}
        below={null}
      >
        <Link href={away.href} className="font-medium text-link hover:underline">
          {away.words}
        </Link>
      </AuthCard>
    );
  if (opening.error)
    return (
      <div className="mx-auto max-w-xl p-6">
        <Failed
          what={t('The invitation could not be opened.')}
          error={opening.error}
          onRetry={() => void opening.refetch()}
        />
      </div>
    );
  return (
    <Loading>
      <Bar className="mx-auto mt-6 h-80 max-w-[26rem] rounded-dialog" />
    </Loading>
  );
}
