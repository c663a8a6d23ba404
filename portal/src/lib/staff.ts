/** The staff of the business: who belongs to it, who is invited, and what an owner does with both. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, DELETE, GET, POST, PUT, type Answer } from './api';
import { t } from './text';

const KEY = ['staff'];

export type Staff = Answer<'/api/staff', 'get'>;
export type Member = Staff['members'][number];
export type Invitation = Staff['invitations'][number];
export type Role = Member['role'];

export const ROLES: readonly Role[] = ['owner', 'manager', 'photographer'];

const WORDS: Record<Role, string> = { owner: 'Owner', manager: 'Manager', photographer: 'Photographer' };
const RIGHTS: Record<Role, string> = {
  owner: 'Everything, also the staff',
  manager: 'Everything but the staff',
  photographer: 'Orders and listings',
};

export const roleWord = (role: Role) => t(WORDS[role]);
export const roleRights = (role: Role) => t(RIGHTS[role]);

export const useStaff = () => useQuery({ queryKey: KEY, queryFn: () => ask(GET('/api/staff')) });

function useChange<Input>(change: (input: Input) => Promise<unknown>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}

export const useInvite = () =>
  useChange((body: { email: string; role: Role }) => ask(POST('/api/staff/invitations', { body })));

export const useTakeBack = () =>
  useChange((invitation_id: string) =>
    ask(DELETE('/api/staff/invitations/{invitation_id}', { params: { path: { invitation_id } } })),
  );

export const useNewRole = () =>
  useChange(({ account_id, role }: { account_id: string; role: Role }) =>
    ask(PUT('/api/staff/{account_id}/role', { params: { path: { account_id } }, body: { role } })),
  );

export const useRemove = () =>
  useChange((account_id: string) => ask(DELETE('/api/staff/{account_id}', { params: { path: { account_id } } })));
