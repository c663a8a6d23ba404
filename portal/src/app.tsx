/** The route table behind the session gate: customers, staff, and staff looking through a customer's eyes. */
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { Redirect, Route, Router, Switch, useLocation, useParams, useSearch } from 'wouter';
import { ApiError, CLOSED, type Session, type Viewer } from './lib/api';
import { homeOf, remember, safeNext, useSession, useSessionQuery } from './lib/session';
import { Boundary } from './shell/boundary';
import { CustomerFrame, PlainFrame, StudioFrame } from './shell/frame';
import { NotFound } from './shell/not_found';
import { Waiting } from './shell/waiting';
import { Failed } from './ui/states';
import { t } from './lib/text';
import { Toasts } from './ui/toast';

const screen = (load: () => Promise<{ default: ComponentType }>) => lazy(load);
const AloneFrame = lazy(() => import('./shell/alone'));
const SignIn = screen(() => import('./routes/sign_in'));
const SignUp = screen(() => import('./routes/sign_up'));
const Code = screen(() => import('./routes/code'));
const Reset = screen(() => import('./routes/reset'));
const Account = screen(() => import('./routes/account'));
const Join = screen(() => import('./routes/join'));
const Teams = screen(() => import('./routes/teams'));
const OwnTeam = screen(() => import('./routes/team'));
const TeamJoin = screen(() => import('./routes/team_join'));
const Dashboard = screen(() => import('./routes/dashboard'));
const Orders = screen(() => import('./routes/orders'));
const OrderDetail = screen(() => import('./routes/order_detail'));
const Paid = screen(() => import('./routes/paid'));
const PlaceOrder = screen(() => import('./routes/place_order'));
const Placed = screen(() => import('./routes/placed'));
const Shared = screen(() => import('./routes/shared'));
const Listing = screen(() => import('./routes/listing'));
const StudioScreens = screen(() => import('./studio/screens'));
const ViewAsBanner = lazy(() => import('./studio/parts/view_as_banner'));
const Closed = screen(() => import('./shell/closed'));

function newClient(): QueryClient {
  /** A session that has ended is noticed by whatever is asked next. */
  const ended = (error: Error) => {
    if (error instanceof ApiError && error.status === 401)
      void client.invalidateQueries({ queryKey: ['session'] });
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => query.queryKey[0] !== 'session' && ended(error),
    }),
    mutationCache: new MutationCache({ onError: ended }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        networkMode: 'always',
        retry: (failures, error) =>
          failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
      },
      mutations: { networkMode: 'always' },
    },
  });
  return client;
}

export function App() {
  const [client] = useState(newClient);
  return (
    <QueryClientProvider client={client}>
      <Boundary>
        <Gate />
      </Boundary>
      <Toasts />
    </QueryClientProvider>
  );
}

/** The screens of one card. */
const ALONE = /^\/(sign-in|sign-up|code|reset)$/;

function Gate() {
  const query = useSessionQuery();
  const { refetch } = query;
  useEffect(() => {
    if (query.data) remember(query.data.viewer);
  }, [query.data]);
  // For as long as the page lives.
  useEffect(() => addEventListener(CLOSED, () => void refetch()), [refetch]);
  if (query.data) return <Routes session={query.data} />;
  if (!query.error)
    return ALONE.test(location.pathname) ? (
      <Suspense fallback={null}>
        <AloneFrame />
      </Suspense>
    ) : (
      <Waiting />
    );
  return (
    <main className="mx-auto max-w-xl p-6 pt-24">
      <Failed what={t('The portal could not be opened.')} error={query.error} onRetry={() => void refetch()} />
    </main>
  );
}

function Routes({ session: { viewer, closes_at } }: { session: Session }) {
  const [path] = useLocation();
  if (closes_at && !viewer && !/^\/(sign-in|reset)$/.test(path))
    return (
      <Suspense fallback={null}>
        <Closed />
      </Suspense>
    );
  return (
    <Switch>
      <Route path="/s/:token">
        <Content>
          <Shared />
        </Content>
      </Route>
      <Route path="/join/:token">
        <Alone screen={Join} />
      </Route>
      <Route path="/teams/join/:token">
        <Alone screen={TeamJoin} />
      </Route>
      <Route path="/sign-in">{viewer ? <Onward viewer={viewer} /> : <Alone screen={SignIn} />}</Route>
      <Route path="/sign-up">{viewer ? <Onward viewer={viewer} /> : <Alone screen={SignUp} />}</Route>
      <Route path="/code">{viewer ? <Onward viewer={viewer} /> : <Alone screen={Code} />}</Route>
      <Route path="/reset">{viewer ? <Onward viewer={viewer} /> : <Alone screen={Reset} />}</Route>
      <Route path="/order/placed">{viewer ? <Redirect to="/" replace /> : <Plain screen={Placed} />}</Route>
      {!viewer && <Route path="/order">{() => <Plain screen={PlaceOrder} />}</Route>}
      {!viewer && <Route>{() => <ToSignIn />}</Route>}
      <Route path="/as/:customer_id/*?">{viewer?.kind === 'staff' ? <ThroughCustomersEyes /> : <Missing />}</Route>
      <Route path="/studio/*?">{viewer?.kind === 'staff' ? <Studio /> : <Missing />}</Route>
      {viewer?.kind === 'staff' && (
        <Route path="/listings/:id">{({ id }) => <Redirect to={`/studio/listings/${id}`} replace />}</Route>
      )}
      {viewer?.kind === 'staff' && (
        <Route path="/orders/:id">{({ id }) => <Redirect to={`/studio/orders/${id}`} replace />}</Route>
      )}
      {viewer?.kind === 'staff' && <Route>{() => <Redirect to="/studio" replace />}</Route>}
      <Route>{() => <Customer />}</Route>
    </Switch>
  );
}

function Onward({ viewer }: { viewer: Viewer }) {
  const next = new URLSearchParams(useSearch()).get('next');
  return <Redirect to={safeNext(next, homeOf(viewer))} replace />;
}

function ToSignIn() {
  const [path] = useLocation();
  const search = useSearch();
  const next = path === '/' ? '' : `?next=${encodeURIComponent(path + (search && `?${search}`))}`;
  return <Redirect to={`/sign-in${next}`} replace />;
}

/** The content of a frame: its own error boundary by path, so that one broken screen leaves the shell alive. */
function Content({ children }: { children: ReactNode }) {
  const [path] = useLocation();
  return (
    <Boundary key={path}>
      <Suspense fallback={<Waiting inside />}>{children}</Suspense>
    </Boundary>
  );
}

function Plain({ screen: Screen }: { screen: ComponentType }) {
  return (
    <PlainFrame>
      <Content>
        <Screen />
      </Content>
    </PlainFrame>
  );
}

const Alone = ({ screen: Screen }: { screen: ComponentType }) => (
  <Suspense fallback={null}>
    <AloneFrame>
      <Content>
        <Screen />
      </Content>
    </AloneFrame>
  </Suspense>
);

const Missing = () => (
  <PlainFrame>
    <NotFound />
  </PlainFrame>
);

function CustomerScreens({ readOnly = false }: { readOnly?: boolean }) {
  return (
    <Content>
      <Switch>
        <Route path="/" component={Dashboard} />
        <Route path="/orders" component={Orders} />
        <Route path="/orders/:order_id" component={OrderDetail} />
        <Route path="/listings/:listing_id" component={Listing} />
        {!readOnly && <Route path="/orders/:order_id/paid" component={Paid} />}
        {!readOnly && <Route path="/order" component={PlaceOrder} />}
        {!readOnly && <Route path="/account" component={Account} />}
        <Route path="/teams" component={Teams} />
        <Route path="/teams/:team_id" component={OwnTeam} />
        <Route component={NotFound} />
      </Switch>
    </Content>
  );
}

function Customer() {
  return (
    <CustomerFrame>
      <CustomerScreens />
    </CustomerFrame>
  );
}

function Studio() {
  return (
    <StudioFrame>
      <Content>
        <StudioScreens />
      </Content>
    </StudioFrame>
  );
}

/** The real customer routes with a cache of their own; the API client names the customer on every read. */
function ThroughCustomersEyes() {
  const { customer_id } = useParams<{ customer_id: string }>();
  const session = useSession();
  return (
    <Borrowed key={customer_id} customer={customer_id} session={session}>
      <Router base={`/as/${customer_id}`}>
        <CustomerFrame
          banner={
            <Suspense fallback={null}>
              <ViewAsBanner customer={customer_id} />
            </Suspense>
          }
        >
          <CustomerScreens readOnly />
        </CustomerFrame>
      </Router>
    </Borrowed>
  );
}

function Borrowed({ customer, session, children }: { customer: string; session: Session; children: ReactNode }) {
  const [client] = useState(() => {
    const own = newClient();
    const viewer = session.viewer && {
      ...session.viewer,
      kind: 'customer' as const,
      customer_id: customer,
      role: null,
    };
    own.setQueryData(['session'], { ...session, viewer });
    return own;
  });
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
