/** Place order: property, products with live prices, contact, review; the steps live in the address bar (product 3.5). */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState, type SubmitEvent } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { ApiError, ask, GET, POST, type Order } from '../lib/api';
import { linesOf, parseSize, rememberContact, rememberedContact, useDraft, type Draft } from '../lib/draft';
import { money } from '../lib/format';
import {
  chargeNote,
  missingIn,
  reachable,
  stepOf,
  STEPS,
  toRequest,
  type Errors,
  type Step,
} from '../lib/order_form';
import { useSession, useViewer } from '../lib/session';
import { t } from '../lib/text';
import { Button } from '../ui/button';
import { FormError } from '../ui/form_error';
import { Icon } from '../ui/icon';
import { Card, Page } from '../ui/page';
import { Bar } from '../ui/states';
import { ThumbBar } from '../ui/thumb_bar';
import { ProductsStep } from './parts/products_step';
import { PropertyStep } from './parts/property_step';
import { QuoteCard, useQuote } from './parts/quote';

const OrderFor = lazy(() => import('./parts/order_for'));
const contact = () => import('./parts/contact_step');
const ContactStep = lazy(contact);
const review = () => import('./parts/review_step');
const ReviewStep = lazy(review);

const STEP_NAMES: Record<Step, string> = {
  property: 'Property',
  products: 'Products',
  contact: 'Contact',
  review: 'Review',
};

/** Fills in the profile, else the contact of the newest order, so that a known customer never types it again. */
function useKnownContact(draft: Draft, change: (change: Partial<Draft>) => void): void {
  const viewer = useViewer();
  const customer_id = viewer?.customer_id;
  const wanted = Boolean(viewer) && !draft.contact.name && !draft.contact.phone;
  const known = useQuery({
    queryKey: ['known-contact'],
    enabled: wanted && Boolean(customer_id) && !viewer?.phone && !rememberedContact(),
    staleTime: Infinity,
    queryFn: async (): Promise<Draft['contact'] | null> => {
      const query = { sort: 'newest' as const, customer_id: customer_id ? [customer_id] : [] };
      const { orders } = await ask(GET('/api/orders', { params: { query } }));
      const newest = orders[0];
      if (!newest) return null;
      const path = { order_id: newest.order_id };
      const { contact } = await ask(GET('/api/orders/{order_id}', { params: { path } }));
      return { name: contact.name, phone: contact.phone, email: contact.email ?? '' };
    },
  });
  useEffect(() => {
    if (!wanted || !viewer) return;
    const { name, phone } = viewer;
    const contact = name && phone ? { name, phone, email: '' } : (rememberedContact() ?? known.data);
    if (contact) change({ contact });
  }, [wanted, viewer, known.data, change]);
}

function useBooking(draft: Draft, guest: boolean, onBooked: (order: Order) => void) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () =>
      ask(POST('/api/orders', { body: toRequest(draft, guest), headers: { 'Idempotency-Key': draft.key } })),
    onSuccess: (order) => {
      rememberContact(draft.contact);
      void cache.invalidateQueries({ queryKey: ['orders'] });
      onBooked(order);
    },
  });
}

export default function PlaceOrder() {
  const viewer = useViewer();
  const guest = !viewer;
  const [draft, change, finish] = useDraft();
  const [, navigate] = useLocation();
  const asked = new URLSearchParams(useSearch()).get('step');
  const wanted = STEPS.find((one) => one === asked) ?? 'property';
  const step = reachable(wanted, draft, guest);
  const [shown, setShown] = useState<Errors>({});
  useKnownContact(draft, change);
  const quote = useQuote(parseSize(draft.square_feet), linesOf(draft));
  useEffect(() => {
    // The later steps load while the ones before them are filled in.
    if (step === 'property') return;
    void contact();
    void review();
  }, [step]);

  const go = (to: Step) => {
    setShown({});
    navigate(to === 'property' ? '/order' : `/order?step=${to}`);
    scrollTo(0, 0);
  };
  const booking = useBooking(draft, guest, (order) => {
    finish();
    if (viewer) navigate(`/?placed=${order.order_id}`, { replace: true });
    else {
      const { number, address_line, private_url } = order;
      const note = { number, address_line, private_url: private_url ?? null, email: draft.contact.email.trim() };
      sessionStorage.setItem('latchkey.placed', JSON.stringify(note));
      navigate('/order/placed', { replace: true });
    }
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const missing = missingIn(step, draft, guest);
    setShown(missing);
    if (Object.keys(missing).length > 0) {
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      return;
    }
    if (step === 'review') booking.mutate();
    else {
      booking.reset();
      go(nextAfter(step, draft, guest));
    }
  };
  const refused = booking.error instanceof ApiError ? booking.error.fields : [];
  const errors: Errors = { ...Object.fromEntries(refused.map((one) => [one.field, one.message])), ...shown };
  const props = { draft, change, errors, guest, go };
  const button = (
    <Button type="submit" look="primary" busy={booking.isPending} className="numbers w-full">
      {step !== 'review'
        ? t('Continue')
        : quote.data
          ? t('Place order for {total}', { total: money(quote.data.total) })
          : t('Place order')}
    </Button>
  );
  return (
    <Page title={t('Place order')} below={<Progress step={step} draft={draft} guest={guest} go={go} />}>
      <form onSubmit={submit} noValidate className="grid items-start gap-5 lg:grid-cols-[1fr_20rem]">
        <div className="grid min-w-0 gap-5">
          {(step === 'property' || step === 'review') && viewer && (
            <Suspense fallback={null}>
              <OrderFor customer_id={draft.order_for} onChange={(order_for) => change({ order_for })} />
            </Suspense>
          )}
          {step === 'property' && <PropertyStep {...props} />}
          {step === 'products' && <ProductsStep {...props} />}
          <Suspense fallback={<Bar className="h-96 rounded-card" />}>
            {step === 'contact' && <ContactStep {...props} />}
            {step === 'review' && <ReviewStep {...props} quote={quote} />}
          </Suspense>
          {step === 'review' && refused.length > 0 && <Refused fields={refused} go={go} />}
          <FormError error={booking.error} />
        </div>
        <aside className="grid gap-4 lg:sticky lg:top-8">
          {step !== 'review' && (
            <div className={quote.data ? '' : 'max-lg:hidden'}>
              <QuoteCard quote={quote} />
            </div>
          )}
          {step === 'review' && quote.data && <Confirm total={money(quote.data.total)} />}
          <div className="max-md:hidden">{button}</div>
        </aside>
        <ThumbBar bare={guest}>
          {quote.data && step !== 'review' && (
            <span className="numbers font-semibold">{money(quote.data.total)}</span>
          )}
          <div className="flex-1">{button}</div>
        </ThumbBar>
      </form>
    </Page>
  );
}

/** Beside the review on wide screens: the sum once more, and that nothing is charged yet. */
function Confirm({ total }: { total: string }) {
  const { business } = useSession();
  return (
    <div className="max-lg:hidden">
      <Card>
        <p className="flex items-baseline justify-between gap-4 text-lead font-semibold">
          {t('Total')} <span className="numbers">{total}</span>
        </p>
        <p className="mt-2 text-small text-muted">{chargeNote(business.name)}</p>
      </Card>
    </div>
  );
}

function nextAfter(step: Step, draft: Draft, guest: boolean): Step {
  if (step === 'property') return 'products';
  const known = Object.keys(missingIn('contact', draft, guest)).length === 0;
  return step === 'products' && !known ? 'contact' : 'review';
}

function Progress({
  step,
  draft,
  guest,
  go,
}: {
  step: Step;
  draft: Draft;
  guest: boolean;
  go: (step: Step) => void;
}) {
  const now = STEPS.indexOf(step);
  return (
    <ol className="-ml-1.5 flex flex-wrap items-center gap-x-1 gap-y-1 text-small">
      {STEPS.map((one, index) => {
        const open = reachable(one, draft, guest) === one;
        return (
          <li key={one} className="flex items-center gap-1">
            {index > 0 && <Icon name="next" className="size-3.5" />}
            <button
              type="button"
              disabled={!open || index === now}
              aria-current={index === now ? 'step' : undefined}
              className="min-h-8 rounded-control px-1.5 font-medium not-disabled:hover:text-ink aria-[current]:text-ink"
              onClick={() => go(one)}
            >
              {t(STEP_NAMES[one])}
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** What the server did not accept, each with the way to its field. */
function Refused({ fields, go }: { fields: { field: string; message: string }[]; go: (step: Step) => void }) {
  return (
    <ul role="alert" className="grid gap-1 rounded-card bg-bad-soft p-4 text-bad">
      {fields.map(({ field, message }) => (
        <li key={field} className="flex flex-wrap gap-x-3">
          {message}
          {stepOf(field) !== 'review' && (
            <Link
              href={`/order?step=${stepOf(field)}`}
              className="font-semibold underline underline-offset-4"
              onClick={(event) => {
                event.preventDefault();
                go(stepOf(field));
              }}
            >
              {t('Change it')}
            </Link>
          )}
        </li>
      ))}
    </ul>
  );
}
