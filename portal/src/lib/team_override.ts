/** Staff's word about everything of a customer team, as its own page says it (product 5). */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, GET, PUT } from './api';
import type { Override } from './overrides';

/** What is said for a customer team, and who said it when. */
export const useTeamOverride = (team_id: string) =>
  useQuery({
    queryKey: ['override', 'team', team_id],
    queryFn: () => ask(GET('/api/teams/{team_id}/override', { params: { path: { team_id } } })),
  });

export function useTeamOverriding(team_id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (override: Override) =>
      ask(PUT('/api/teams/{team_id}/override', { params: { path: { team_id } }, body: { override } })),
    onSettled: () => cache.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' }),
  });
}
