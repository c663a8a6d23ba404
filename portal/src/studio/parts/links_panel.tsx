/** The links of an order in the workspace: tours, websites, other pages; how each fares, and what can be done with it. */
import { lazy, Suspense, useState } from 'react';
import { kindWord, siteOf } from '../../lib/link_words';
import {
  healthWords,
  useLinkChange,
  useLinkCheck,
  useLinkRemoval,
  type LinkChange,
  type WorkspaceLink,
} from '../../lib/links';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { Badge } from '../../ui/badge';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { LINK_ICONS } from '../../ui/link_cards';
import { Menu, MenuItem } from '../../ui/menu';
import { toast } from '../../ui/toast';

const LinkDialog = lazy(() => import('./link_dialog'));

interface LinksPanelProps {
  listing_id: string;
  order_id: string;
  /** Those of this order, in their order. */
  links: WorkspaceLink[];
  /** Whether the order was delivered: what is new waits for the next time. */
  delivered: boolean;
}

export function LinksPanel({ listing_id, order_id, links, delivered }: LinksPanelProps) {
  const [open, setOpen] = useState<WorkspaceLink | 'new' | null>(null);
  return (
    <section aria-labelledby="links">
      <div className="mb-3 flex min-h-11 items-center justify-between gap-3 md:min-h-10">
        <h2 id="links" className="text-lead font-semibold">
          {t('Tours and links')}
        </h2>
        <Button icon="plus" onClick={() => setOpen('new')}>
          {t('Add a link')}
        </Button>
      </div>
      {links.length === 0 ? (
        <p className="rounded-card border border-dashed border-line px-5 py-4 text-muted">
          {t('3D tours, property websites and other pages. The customer sees them with the delivery.')}
        </p>
      ) : (
        <ol className="divide-y divide-line rounded-card border border-line bg-surface">
          {links.map((link, index) => (
            <Row
              key={link.link_id}
              listing_id={listing_id}
              link={link}
              index={index}
              count={links.length}
              waits={delivered && !link.delivered && !link.hidden}
              onEdit={() => setOpen(link)}
            />
          ))}
        </ol>
      )}
      <Suspense fallback={null}>
        {open && (
          <LinkDialog
            listing_id={listing_id}
            order_id={order_id}
            link={open === 'new' ? undefined : open}
            onClose={() => setOpen(null)}
          />
        )}
      </Suspense>
    </section>
  );
}

interface RowProps {
  listing_id: string;
  link: WorkspaceLink;
  index: number;
  count: number;
  waits: boolean;
  onEdit: () => void;
}

function Row({ listing_id, link, index, count, waits, onEdit }: RowProps) {
  const { business } = useSession();
  const [tone, words] = healthWords(link, business.time_zone);
  const { link_id, kind, title, url, hidden } = link;
  const about = [
    kindWord(kind),
    siteOf(url),
    !link.branded && t('Unbranded'),
    waits && t('With the next delivery'),
  ];
  return (
    <li className="flex items-center gap-3.5 py-3 pr-2 pl-4">
      <span
        className={`grid size-10 shrink-0 place-items-center rounded-control bg-sunken ${hidden ? 'opacity-40' : ''}`}
      >
        <Icon name={hidden ? 'hidden' : LINK_ICONS[kind]} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="[overflow-wrap:anywhere]">
          <strong className="font-semibold">{title}</strong>
          {hidden && <span className="text-muted"> · {t('Hidden')}</span>}
        </p>
        <p className="text-small text-muted [overflow-wrap:anywhere]">{about.filter(Boolean).join(' · ')}</p>
        <p className="text-small [&>span]:items-baseline [&>span]:whitespace-normal">
          <Badge tone={tone}>{words}</Badge>
        </p>
      </div>
      <RowMenu listing_id={listing_id} link={link} index={index} count={count} onEdit={onEdit} key={link_id} />
    </li>
  );
}

function RowMenu({ listing_id, link, index, count, onEdit }: Omit<RowProps, 'waits'>) {
  const change = useLinkChange(listing_id);
  const check = useLinkCheck(listing_id);
  const removal = useLinkRemoval(listing_id);
  const { link_id, title, hidden } = link;
  const onError = (error: Error) => toast(error.message);
  const apply = (what: LinkChange) => change.mutate({ link_id, change: what }, { onError });
  const remove = () =>
    removal.mutate(link_id, { onError, onSuccess: () => toast(t('{name} is removed.', { name: title })) });
  return (
    <Menu
      label={t('Actions for {name}', { name: title })}
      buttonClass="grid size-11 shrink-0 place-items-center rounded-control hover:bg-sunken md:size-10"
      button={<Icon name="more" />}
    >
      <MenuItem icon="edit" onSelect={onEdit}>
        {t('Edit')}
      </MenuItem>
      <MenuItem icon="outside" onSelect={() => window.open(link.url, '_blank', 'noopener')}>
        {t('Open')}
      </MenuItem>
      <MenuItem icon="retry" disabled={link.health.checking} onSelect={() => check.mutate(link_id, { onError })}>
        {t('Check now')}
      </MenuItem>
      <MenuItem icon="up" disabled={index === 0} onSelect={() => apply({ position: index })}>
        {t('Move up')}
      </MenuItem>
      <MenuItem icon="down" disabled={index === count - 1} onSelect={() => apply({ position: index + 2 })}>
        {t('Move down')}
      </MenuItem>
      <MenuItem icon={hidden ? 'eye' : 'hidden'} onSelect={() => apply({ hidden: !hidden })}>
        {hidden ? t('Show to the customer') : t('Hide from the customer')}
      </MenuItem>
      <MenuItem icon="trash" danger onSelect={remove}>
        {t('Remove')}
      </MenuItem>
    </Menu>
  );
}
