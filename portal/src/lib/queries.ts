/** The reads that several screens share, and the writes that change an order. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ApiError, ask, GET, POST, type Order, type OrderStatus } from './api';
import { tellOtherTabs } from './news';

export interface OrderFilter {
  status?: OrderStatus | undefined;
  search?: string | undefined;
  sort?: 'newest' | 'oldest' | undefined;
  cursor?: string | undefined;
  /** Staff ask for those of some customers; others for one agent's of their teams. */
  customer_id?: string[] | undefined;
}

export function useOrders(filter: OrderFilter, enabled = true) {
  const query = Object.fromEntries(Object.entries(filter).filter(([, value]) => value)) as OrderFilter;
  return useQuery({
    queryKey: ['orders', query],
    queryFn: () => ask(GET('/api/orders', { params: { query } })),
    placeholderData: (before) => before,
    enabled,
  });
}

export function useOrder(order_id: string, enabled = true) {
  return useQuery({
    queryKey: ['order', order_id],
    queryFn: () => ask(GET('/api/orders/{order_id}', { params: { path: { order_id } } })),
    enabled,
  });
}

/** One's own listings; with those of one's teams, for staff the business's; or those of some customers. */
export function useListings(customer_id?: string[]) {
  return useInfiniteQuery({
    queryKey: customer_id ? ['listings', ...customer_id] : ['listings'],
    queryFn: ({ pageParam }) => {
      const query = { ...(pageParam && { cursor: pageParam }), ...(customer_id && { customer_id }) };
      return ask(GET('/api/listings', { params: { query } }));
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next_cursor,
  });
}

export type Move = 'acceptance' | 'decline' | 'cancellation' | 'reopening';

interface MoveRequest {
  move: Move;
  reason?: string;
  /** Made when the form was opened: pressing twice is one move. */
  key: string;
}

function send(order: Order, { move, reason, key }: MoveRequest) {
  const call = {
    params: { path: { order_id: order.order_id } },
    headers: { 'Idempotency-Key': key },
    body: reason ? { version: order.version, reason } : { version: order.version },
  };
  switch (move) {
    case 'acceptance':
      return ask(POST('/api/orders/{order_id}/acceptance', call));
    case 'decline':
      return ask(POST('/api/orders/{order_id}/decline', call));
    case 'cancellation':
      return ask(POST('/api/orders/{order_id}/cancellation', call));
    case 'reopening':
      return ask(POST('/api/orders/{order_id}/reopening', call));
  }
}

/** Moves an order along product 3.1, checked against the version that the person saw. */
export function useMove(order: Order) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (request: MoveRequest) => send(order, request),
    onSuccess: (moved) => {
      cache.setQueryData(['order', order.order_id], moved);
      void cache.invalidateQueries({ queryKey: ['orders'] });
      void cache.invalidateQueries({ queryKey: ['listings'] });
      tellOtherTabs();
    },
    onError: (error) => {
      if (error instanceof ApiError && error.status === 409)
        void cache.invalidateQueries({ queryKey: ['order', order.order_id] });
    },
  });
}
