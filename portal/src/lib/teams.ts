/** Customer teams: which I am in, who is in them, and what an admin or the business does with both (product 2.8). */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, DELETE, GET, POST, PUT, type Answer } from './api';
import { t } from './text';

const KEY = ['teams'];

export type Team = Answer<'/api/teams/{team_id}', 'get'>;
export type TeamRow = Answer<'/api/teams', 'get'>['teams'][number];
export type TeamMember = Team['members'][number];
export type TeamInvitation = Team['invitations'][number];
export type TeamRole = TeamMember['role'];
export type Right = TeamMember['rights'][number];
export type Agent = Answer<'/api/agents', 'get'>['agents'][number];
export interface Place {
  role: TeamRole;
  rights: Right[];
}

export const ROLES: readonly TeamRole[] = ['member', 'assistant', 'admin'];
export const RIGHTS: readonly Right[] = ['book', 'download', 'see_prices', 'pay'];

const WORDS: Record<TeamRole, string> = { member: 'Member', assistant: 'Assistant', admin: 'Admin' };
const MEANINGS: Record<TeamRole, string> = {
  member: 'Sees and downloads what others share with the team, besides their own.',
  assistant: 'Sees everything of the team, and does what is switched on below.',
  admin: 'Sees, orders, pays and downloads for everybody, and says who is in the team.',
};
const RIGHT_WORDS: Record<Right, string> = {
  book: 'Order for agents',
  download: 'Download',
  see_prices: 'See prices',
  pay: 'Pay',
};
const RIGHT_HINTS: Partial<Record<Right, string>> = { pay: 'Who pays sees prices, too.' };

export const teamRole = (role: TeamRole) => t(WORDS[role]);
export const teamRoleMeaning = (role: TeamRole) => t(MEANINGS[role]);
export const rightWord = (right: Right) => t(RIGHT_WORDS[right]);
export const rightHint = (right: Right) => RIGHT_HINTS[right] && t(RIGHT_HINTS[right]);

/** "Assistant: Download, Pay" */
export function placeWords({ role, rights }: Place): string {
  if (role !== 'assistant') return teamRole(role);
  const words = RIGHTS.filter((right) => rights.includes(right)).map(rightWord);
  return t('Assistant: {rights}', { rights: words.length ? words.join(', ') : t('Look only') });
}

export const useTeams = (cursor = '', enabled = true) =>
  useQuery({
    queryKey: [...KEY, 'all', cursor],
    queryFn: () => ask(GET('/api/teams', { params: { query: cursor ? { cursor } : {} } })),
    placeholderData: (before) => before,
    enabled,
  });

/** The teams that one customer is in, for staff. */
export const useTeamsOf = (customer_id: string, enabled: boolean) =>
  useQuery({
    queryKey: [...KEY, 'of', customer_id],
    queryFn: () => ask(GET('/api/teams', { params: { query: { customer_id } } })),
    enabled,
  });

export const useTeam = (team_id: string) =>
  useQuery({
    queryKey: [...KEY, team_id],
    queryFn: () => ask(GET('/api/teams/{team_id}', { params: { path: { team_id } } })),
  });

export const useAgents = () =>
  useQuery({ queryKey: [...KEY, 'agents'], queryFn: () => ask(GET('/api/agents')), staleTime: 60_000 });

/** An invitation that was just used must not be opened again under whoever used it. */
const STAYS = ['session', 'team-invitation'];

/** Whatever changes a team may change what every list and page shows. */
function useChange<Input, Result>(change: (input: Input) => Promise<Result>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      cache.invalidateQueries({ predicate: ({ queryKey }) => !STAYS.includes(String(queryKey[0])) }),
  });
}

export const useNewTeam = () => useChange((name: string) => ask(POST('/api/teams', { body: { name } })));

export const useRenameTeam = (team_id: string) =>
  useChange((name: string) => ask(PUT('/api/teams/{team_id}', { params: { path: { team_id } }, body: { name } })));

export const useInviteToTeam = (team_id: string) =>
  useChange((body: Place & { email: string }) =>
    ask(POST('/api/teams/{team_id}/invitations', { params: { path: { team_id } }, body })),
  );

export const useTakeBackFromTeam = (team_id: string) =>
  useChange((invitation_id: string) =>
    ask(
      DELETE('/api/teams/{team_id}/invitations/{invitation_id}', { params: { path: { team_id, invitation_id } } }),
    ),
  );

export const useNewPlace = (team_id: string) =>
  useChange(({ account_id, ...body }: Place & { account_id: string }) =>
    ask(PUT('/api/teams/{team_id}/members/{account_id}', { params: { path: { team_id, account_id } }, body })),
  );

export const useRemoveFromTeam = (team_id: string) =>
  useChange((account_id: string) =>
    ask(DELETE('/api/teams/{team_id}/members/{account_id}', { params: { path: { team_id, account_id } } })),
  );

export const useJoinTeam = () =>
  useChange((token: string) => ask(POST('/api/team-invitations/acceptance', { body: { token } })));

export const useShareWithTeam = (listing_id: string) =>
  useChange(({ team_id, shared }: { team_id: string; shared: boolean }) =>
    ask(
      PUT('/api/listings/{listing_id}/teams/{team_id}', {
        params: { path: { listing_id, team_id } },
        body: { shared },
      }),
    ),
  );
