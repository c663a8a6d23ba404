/** Tours, websites and other pages outside as cards; each opens in a tab of its own, none is framed (ADR 0046). */
import { kindWord, siteOf, type Link } from '../lib/link_words';
import { t } from '../lib/text';
import { Icon, type IconName } from './icon';

type Shown = Pick<Link, 'kind' | 'title' | 'url'> & { branded?: boolean };

export const LINK_ICONS: Record<Link['kind'], IconName> = { tour: 'cube', website: 'home', link: 'outside' };

export function LinkCards({ links }: { links: readonly Shown[] }) {
  if (links.length === 0) return null;
  return (
    <section aria-labelledby="links">
      <h2 id="links" className="sr-only">
        {t('Tours and links')}
      </h2>
      {/* On a phone side by side, so that the photos begin in sight. */}
      <ul className="-m-4 flex scroll-px-4 snap-x gap-3 overflow-x-auto p-4 [scrollbar-width:none] sm:m-0 sm:grid sm:grid-cols-2 sm:overflow-visible sm:p-0 lg:grid-cols-3">
        {links.map((link) => (
          <li
            key={link.url}
            className="min-w-0 snap-start max-sm:shrink-0 max-sm:basis-10/12 max-sm:only:basis-full"
          >
            <LinkCard link={link} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function LinkCard({ link }: { link: Shown }) {
  const { kind, title, url, branded } = link;
  const about = [kindWord(kind), siteOf(url), branded === false && t('Unbranded')].filter(Boolean).join(' · ');
  return (
    <a
      href={url}
      target="_blank"
      rel="noopener"
      className="relative flex h-full items-center gap-3.5 rounded-card border border-line bg-surface p-3.5 hover:bg-sunken"
    >
      <span className="grid size-11 shrink-0 place-items-center rounded-control bg-soft text-link">
        <Icon name={LINK_ICONS[kind]} />
      </span>
      <span className="min-w-0 flex-1">
        <strong className="block font-semibold [overflow-wrap:anywhere]">{title}</strong>
        <span className="block text-small text-muted [overflow-wrap:anywhere]">{about}</span>
      </span>
      <Icon name="outside" className="size-4 text-muted" />
      <span className="sr-only">{t('Opens in a new tab')}</span>
    </a>
  );
}
