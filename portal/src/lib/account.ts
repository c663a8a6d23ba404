/** A person's own account: profile, password, and where they are signed in. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, DELETE, GET, POST, PUT, type Answer, type Session } from './api';
import { base64 } from './base64';
import { sessionQuery } from './session';

export type OwnAccount = Answer<'/api/account', 'get'>;
export type Profile = Omit<OwnAccount, 'email' | 'version' | 'portrait_url'>;
export type OwnSession = Answer<'/api/account/sessions', 'get'>['sessions'][number];

const ACCOUNT = ['account'];
const SESSIONS = ['own-sessions'];

export const useAccount = () => useQuery({ queryKey: ACCOUNT, queryFn: () => ask(GET('/api/account')) });

export const useOwnSessions = () =>
  useQuery({ queryKey: SESSIONS, queryFn: async () => (await ask(GET('/api/account/sessions'))).sessions });

/** Empty fields are gone; the name and phone that the shell and the booking form know follow at once. */
export function useSaveProfile(version: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ name, phone, brokerage, links }: Profile) => {
      const body = { name: name ?? '', phone: phone ?? '', brokerage: brokerage ?? '', links, version };
      return ask(PUT('/api/account/profile', { body }));
    },
    onSuccess: (saved) => {
      cache.setQueryData<OwnAccount>(ACCOUNT, saved);
      cache.setQueryData<Session>(
        sessionQuery.queryKey,
        (now) => now && { ...now, viewer: now.viewer && { ...now.viewer, name: saved.name, phone: saved.phone } },
      );
    },
  });
}

/** Another picture of oneself, or none; what is typed in the profile meanwhile stays. */
export function usePortrait() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async (file: File | null) => {
      if (!file) return ask(DELETE('/api/account/portrait'));
      const { prepared } = await import('./brand_pictures');
      const { picture } = await prepared('portal_image', file);
      return ask(PUT('/api/account/portrait', { body: { file: await base64(picture) } }));
    },
    onSuccess: ({ portrait_url }) =>
      cache.setQueryData<OwnAccount>(ACCOUNT, (now) => now && { ...now, portrait_url }),
  });
}

export function useChangePassword() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: { password: string; new_password: string }) => ask(POST('/api/account/password', { body })),
    onSuccess: () => void cache.invalidateQueries({ queryKey: SESSIONS }),
  });
}

export interface NewEmail {
  email: string;
  password: string;
}

/** Mails a code to another address; the account stays where it is. */
export const useAskForEmail = () =>
  useMutation({ mutationFn: (body: NewEmail) => ask(POST('/api/account/email', { body })) });

/** The code moves the account there; everything that shows the address follows at once. */
export function useProveEmail() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (code: string) => ask(POST('/api/account/email/verification', { body: { code } })),
    onSuccess: (saved) => {
      cache.setQueryData<OwnAccount>(ACCOUNT, saved);
      cache.setQueryData<Session>(
        sessionQuery.queryKey,
        (now) => now && { ...now, viewer: now.viewer && { ...now.viewer, email: saved.email } },
      );
      void cache.invalidateQueries({ queryKey: SESSIONS });
    },
  });
}

/** Signs one device out, or with null every other one. */
export function useEndSession() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (session_id: string | null) =>
      session_id
        ? ask(DELETE('/api/account/sessions/{session_id}', { params: { path: { session_id } } }))
        : ask(DELETE('/api/account/sessions')),
    onSettled: () => cache.invalidateQueries({ queryKey: SESSIONS }),
  });
}
