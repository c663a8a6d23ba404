/** The closing of the business: what stands in its way, asking for it, taking it back (ADR 0073). */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, DELETE, GET, POST, type Answer } from './api';

export type Closing = Answer<'/api/business/closing', 'get'>;

const KEY = ['closing'];

/** Asked anew when the copy of everything gets ready, without which nothing is closed. */
export function useClosing(copy: string | undefined) {
  return useQuery({
    queryKey: [...KEY, copy],
    queryFn: () => ask(GET('/api/business/closing')),
    placeholderData: (before) => before,
  });
}

/** What is shown here, and the banner of every page, follow the server's word. */
function useShownAnew(): () => Promise<unknown> {
  const cache = useQueryClient();
  return () =>
    Promise.all([cache.invalidateQueries({ queryKey: KEY }), cache.invalidateQueries({ queryKey: ['session'] })]);
}

/** `onDone` comes first: what is shown anew takes the place of whoever asked. */
export function useClose(onDone: () => void) {
  const showAnew = useShownAnew();
  return useMutation({
    mutationFn: (body: { name: string; password: string }) => ask(POST('/api/business/closing', { body })),
    onSuccess: () => {
      onDone();
      return showAnew();
    },
  });
}

/** As `useClose`; shown anew also after a refusal, because another owner may have taken it back. */
export function useKeep(onDone: () => void) {
  const onSettled = useShownAnew();
  return useMutation({
    mutationFn: () => ask(DELETE('/api/business/closing')),
    onSuccess: onDone,
    onSettled,
  });
}
