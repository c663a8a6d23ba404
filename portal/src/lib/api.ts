/** Every call to the backend: typed by its OpenAPI file, with one error type and the headers that writes need. */
import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from './api.gen';
import { t } from './text';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Success<R> = R extends { responses: infer S }
  ? { [K in keyof S]: K extends 200 | 201 | 202 ? S[K] : never }[keyof S]
  : never;

/** The JSON that a path answers with, e.g. `Answer<'/api/orders/{order_id}', 'get'>`. */
export type Answer<P extends keyof paths, M extends Method> =
  Success<paths[P][M]> extends { content: { 'application/json': infer B } } ? B : never;

export type Session = Answer<'/api/session', 'get'>;
export type Viewer = NonNullable<Session['viewer']>;
export type Order = Answer<'/api/orders/{order_id}', 'get'>;
export type OrderRow = Answer<'/api/orders', 'get'>['orders'][number];
export type OrderStatus = Order['status'];
export type PaymentState = OrderRow['payment_state'];
export type Product = Answer<'/api/products', 'get'>['products'][number];
export type Quote = Answer<'/api/quotes', 'post'>;
export type ListingCard = Answer<'/api/listings', 'get'>['listings'][number];
export type Gallery = Answer<'/api/listings/{listing_id}', 'get'>;
export type Asset = Gallery['assets'][number];
export type ListingDocument = Gallery['documents'][number];
export type ListingVideo = Gallery['videos'][number];
export type Mine = Answer<'/api/listings/{listing_id}/mine', 'get'>;
export type Size = NonNullable<Asset['downloads']>[number]['size'];
export type Workspace = Answer<'/api/listings/{listing_id}/workspace', 'get'>;
export type WorkspaceAsset = Workspace['assets'][number];
export type Delivery = Workspace['deliveries'][number];

interface Problem {
  title?: string;
  detail?: string;
  errors?: { field: string; message: string }[];
  current?: { status?: string; version?: number; customer_id?: string };
  retry_after_seconds?: number;
}

/** Why a call failed, in one sentence for a person; `status` 0 means that no answer came. */
export class ApiError extends Error {
  override name = 'ApiError';
  constructor(
    readonly status: number,
    readonly problem: Problem = {},
  ) {
    super(problem.detail ?? problem.title ?? unexplained(status));
  }

  /** The message for one field of the form, from the problem's `errors` (dotted names). */
  field(name: string): string | undefined {
    return this.fields.find((error) => error.field === name)?.message;
  }

  get fields(): { field: string; message: string }[] {
    return (this.problem.errors ?? []).map(({ field, message }) => ({
      field: field.replace(/^body\./, ''),
      message,
    }));
  }
}

function unexplained(status: number): string {
  if (status === 0) return t('The connection was lost. Check your network and try again.');
  if (status === 404) return t('This page does not exist, or it is not yours to see.');
  if (status === 429) return t('That was too often. Wait a moment and try again.');
  return t('Something went wrong on our side. Nothing was changed.');
}

/** The customer whose eyes a staff member looks through, taken from the address of the page. */
export function viewedCustomer(path: string): string | null {
  return /^\/as\/(cus_[0-9A-Za-z]+)(?:\/|$)/.exec(path)?.[1] ?? null;
}

let reads = new AbortController();

/** Gives up every read under way: after a sign-out nobody may have its answer. */
export function giveUpReads(): void {
  reads.abort();
  reads = new AbortController();
}

const headers: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET') request.headers.set('X-Latchkey', '1');
    const customer = request.url.endsWith('/api/session') ? null : viewedCustomer(location.pathname);
    if (customer) request.headers.set('X-Latchkey-View-As', customer);
    if (request.method !== 'GET') return request;
    return new Request(request, { signal: AbortSignal.any([request.signal, reads.signal]) });
  },
};

const client = createClient<paths>({ baseUrl: '', credentials: 'same-origin' });
client.use(headers);
export const { GET, POST, PUT, PATCH, DELETE } = client;

interface Reply<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The window's event when an answer said that the portal was closed meanwhile (ADR 0073). */
export const CLOSED = 'portal-closed';

/** Gives the data of a call or throws `ApiError`. */
export async function ask<T>(call: Promise<Reply<T>>): Promise<T> {
  let reply: Reply<T>;
  try {
    reply = await call;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError(0);
  }
  const { ok, status } = reply.response;
  if (status === 410) dispatchEvent(new Event(CLOSED));
  if (!ok) throw new ApiError(status, problem(reply.error));
  return reply.data as T;
}

const problem = (body: unknown): Problem => (typeof body === 'object' && body !== null ? body : {});

/** A new key for one opened form: sending the form twice is one booking (product 3.5). */
export const newKey = () => crypto.randomUUID();
