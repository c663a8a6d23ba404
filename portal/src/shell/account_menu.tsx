/** Who is signed in, and the way out. */
import { useLocation } from 'wouter';
import { useSignOut, useViewer } from '../lib/session';
import { t } from '../lib/text';
import { viewedCustomer } from '../lib/api';
import { Icon } from '../ui/icon';
import { Menu, MenuItem } from '../ui/menu';
import { toast } from '../ui/toast';

export function AccountMenu({ compact = false }: { compact?: boolean }) {
  const viewer = useViewer();
  const signOut = useSignOut();
  const [, navigate] = useLocation();
  if (!viewer || viewedCustomer(location.pathname)) return null;
  const name = viewer.name ?? viewer.email;
  // A long address breaks before its host, not somewhere within a word.
  const ofHost = viewer.email.lastIndexOf('@');
  const initials = (
    <span
      aria-hidden="true"
      className="grid size-8 shrink-0 place-items-center rounded-full bg-sunken text-small font-semibold"
    >
      {name.slice(0, 1).toUpperCase()}
    </span>
  );
  const leave = () =>
    void signOut().catch((error: unknown) => toast(String(error instanceof Error ? error.message : error)));
  return (
    <Menu
      label={t('Account of {name}', { name })}
      worded={!compact}
      buttonClass={
        compact
          ? 'grid size-11 place-items-center rounded-full'
          : 'flex w-full min-w-0 items-center gap-3 rounded-control p-2 text-left hover:bg-sunken'
      }
      button={
        compact ? (
          initials
        ) : (
          <>
            {initials}
            <span className="min-w-0 flex-1">
              {viewer.name ? (
                <span className="block font-medium">{viewer.name}</span>
              ) : (
                <span className="block text-small [overflow-wrap:anywhere]">
                  {viewer.email.slice(0, ofHost)}
                  <wbr />
                  {viewer.email.slice(ofHost)}
                </span>
              )}
            </span>
            <Icon name="more" className="size-4 text-muted" />
          </>
        )
      }
    >
      <MenuItem onSelect={() => navigate(viewer.kind === 'staff' ? '/studio/account' : '/account')}>
        {t('Your account')}
      </MenuItem>
      <MenuItem onSelect={() => navigate(viewer.kind === 'staff' ? '/studio/teams' : '/teams')}>
        {viewer.kind === 'staff' ? t('Customer teams') : t('Your teams')}
      </MenuItem>
      <MenuItem onSelect={leave}>{t('Sign out')}</MenuItem>
    </Menu>
  );
}
