/** One listing as a card: its cover, what is new, locked or paid, and at most one thing to do. */
import { useState } from 'react';
import { Link } from 'wouter';
import { splitAddress } from '../../lib/address';
import type { ListingCard } from '../../lib/api';
import { isDue } from '../../lib/arranged';
import { contentsWords } from '../../lib/contents';
import { date, isZero, money } from '../../lib/format';
import { newsWords } from '../../lib/news_words';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { isReadOnly } from '../../lib/view';
import { Badge } from '../../ui/badge';
import { LinkButton, type Look } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { PayButton } from '../../ui/pay_button';
import { Photo } from '../../ui/photo';

/** How wide a card is: one in a row on phones, then two, then three beside the sidebar. */
const CARD_SIZES =
  '(min-width: 1280px) calc((min(100vw, 1520px) - 360px) / 3), (min-width: 768px) calc((100vw - 308px) / 2), ' +
  '(min-width: 640px) calc((100vw - 68px) / 2), calc(100vw - 32px)';

interface ListingTileProps {
  card: ListingCard;
  turn: 'first' | 'soon' | 'later';
  look: Look;
}

export function ListingTile({ card, turn, look }: ListingTileProps) {
  const { business } = useSession();
  const [street, rest] = splitAddress(card.address_line);
  const contents = contentsWords(card.contents);
  const day = card.delivered_at && date(card.delivered_at, business.time_zone);
  return (
    <article className="group relative flex h-full flex-col overflow-hidden rounded-card border border-line bg-surface">
      <div
        className={`relative overflow-hidden bg-sunken sm:aspect-3/2 ${card.cover ? 'aspect-3/2' : 'aspect-3/1'}`}
      >
        <Cover cover={card.cover} turn={turn} />
        <Chips card={card} />
      </div>
      <div className="flex flex-1 flex-col p-4">
        <Link href={`/listings/${card.listing_id}`} className="block font-semibold after:absolute after:inset-0">
          {street}
        </Link>
        <p className="text-small text-muted">{card.customer_name ? `${rest} · ${card.customer_name}` : rest}</p>
        <div className="numbers mt-2.5 flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-small">
          <span className="text-muted">{day ? t('{contents} · {date}', { contents, date: day }) : contents}</span>
          <CardMoney card={card} />
        </div>
        <Action card={card} look={look} />
      </div>
    </article>
  );
}

function Cover({ cover, turn }: Pick<ListingTileProps, 'turn'> & { cover: ListingCard['cover'] }) {
  const [broken, setBroken] = useState(false);
  if (!cover || broken)
    return (
      <span className="grid size-full place-items-center text-muted">
        <Icon name="photos" className="size-6" />
      </span>
    );
  return (
    <Photo
      preview={cover}
      alt=""
      sizes={CARD_SIZES}
      turn={turn}
      className="size-full object-cover transition-transform duration-300 group-hover:scale-[1.02]"
      onError={() => setBroken(true)}
    />
  );
}

function Chips({ card }: { card: ListingCard }) {
  return (
    <span className="numbers absolute top-3 left-3 flex gap-1.5 text-small font-semibold">
      {card.is_new && (
        <span className="rounded-full bg-accent px-2.5 py-0.5 text-on-accent">
          {card.news ? newsWords(card.news) : t('New')}
        </span>
      )}
      {card.locked && (
        <span className="flex items-center gap-1 rounded-full bg-surface py-0.5 pr-2.5 pl-2">
          <Icon name="lock" className="size-4" />
          {t('Locked')}
        </span>
      )}
    </span>
  );
}

export function CardMoney({ card }: { card: ListingCard }) {
  if (card.payment_state === 'processing') return <Badge tone="info">{t('Payment processing')}</Badge>;
  if (card.due && !isZero(card.due)) return <Badge tone="warn">{t('{due} due', { due: money(card.due) })}</Badge>;
  if (card.payment_state === 'paid') return <Badge tone="ok">{t('Paid')}</Badge>;
  return null;
}

/** Pay where one order owes; where several do, the listing says which. What is new and open is there to be looked at. */
function Action({ card, look }: { card: ListingCard; look: Look }) {
  const href = `/listings/${card.listing_id}`;
  const owes = isDue(card);
  if (!owes && !card.is_new) return null;
  return (
    <div className="relative mt-auto grid pt-3.5">
      {owes && card.due && card.pay_order_id ? (
        <PayButton order_id={card.pay_order_id} due={card.due} look={look} disabled={isReadOnly()} />
      ) : (
        <LinkButton href={href} look={owes ? look : 'secondary'}>
          {owes ? t('See what is due') : t('View photos')}
        </LinkButton>
      )}
    </div>
  );
}
