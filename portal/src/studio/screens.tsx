/** The route table of the studio, apart from the customers' one: what a customer loads has no part of it. */
import { lazy, Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { useSession } from '../lib/session';
import { NotFound } from '../shell/not_found';

const Inbox = lazy(() => import('./inbox'));
const StudioOrder = lazy(() => import('./order'));
const StudioListings = lazy(() => import('./listings'));
const Customers = lazy(() => import('./customers'));
const CustomerScreen = lazy(() => import('./customer'));
const CustomerImport = lazy(() => import('./customer_import'));
const CustomerTeams = lazy(() => import('./teams'));
const CustomerTeam = lazy(() => import('./team'));
const LinkSettings = lazy(() => import('./link_settings'));
const Brand = lazy(() => import('./brand'));
const Entrances = lazy(() => import('./entrances'));
const Mails = lazy(() => import('./mails'));
const Mail = lazy(() => import('./mail'));
const HostSettings = lazy(() => import('./host'));
const StaffSettings = lazy(() => import('./staff'));
const BusinessData = lazy(() => import('./data'));
const Watermark = lazy(() => import('./watermark'));
const Workspace = lazy(() => import('./workspace'));
const ClosingBanner = lazy(() => import('./parts/closing_banner'));
const Account = lazy(() => import('../routes/account'));

export default function StudioScreens() {
  const { closes_at } = useSession();
  return (
    <>
      {closes_at && (
        <Suspense fallback={null}>
          <ClosingBanner closes_at={closes_at} />
        </Suspense>
      )}
      <Switch>
        <Route path="/studio" component={Inbox} />
        <Route path="/studio/orders/:order_id" component={StudioOrder} />
        <Route path="/studio/listings" component={StudioListings} />
        <Route path="/studio/listings/:listing_id" component={Workspace} />
        <Route path="/studio/customers" component={Customers} />
        <Route path="/studio/customers/import" component={CustomerImport} />
        <Route path="/studio/customers/:customer_id" component={CustomerScreen} />
        <Route path="/studio/teams" component={CustomerTeams} />
        <Route path="/studio/teams/:team_id" component={CustomerTeam} />
        <Route path="/studio/account" component={Account} />
        <Route path="/studio/settings">{() => <Redirect to="/studio/settings/brand" replace />}</Route>
        <Route path="/studio/settings/brand" component={Brand} />
        <Route path="/studio/settings/portal-links" component={Entrances} />
        <Route path="/studio/settings/address" component={HostSettings} />
        <Route path="/studio/settings/watermark" component={Watermark} />
        <Route path="/studio/settings/links" component={LinkSettings} />
        <Route path="/studio/settings/mails" component={Mails} />
        <Route path="/studio/settings/mails/:mail" component={Mail} />
        <Route path="/studio/settings/staff" component={StaffSettings} />
        <Route path="/studio/settings/data" component={BusinessData} />
        <Route component={NotFound} />
      </Switch>
    </>
  );
}
