/** Listings as the business sees them in a list: what is being worked on, what is delivered, what is still to be paid. */
import { Link } from 'wouter';
import { splitAddress } from '../../lib/address';
import type { ListingCard } from '../../lib/api';
import { contentsWords } from '../../lib/contents';
import { date, isZero, money } from '../../lib/format';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { Badge } from '../../ui/badge';
import { Icon } from '../../ui/icon';
import { Photo } from '../../ui/photo';

export function ListingRows({ cards }: { cards: ListingCard[] }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
      {cards.map((card) => (
        <Row key={card.listing_id} card={card} />
      ))}
    </ul>
  );
}

function Row({ card }: { card: ListingCard }) {
  const { business } = useSession();
  const [street, rest] = splitAddress(card.address_line);
  const { cover } = card;
  return (
    <li className="relative flex items-center gap-4 px-4 py-3.5 hover:bg-sunken sm:px-5">
      <span className="grid aspect-3/2 w-20 shrink-0 place-items-center overflow-hidden rounded-[6px] bg-sunken text-muted sm:w-24">
        {cover ? (
          <Photo preview={cover} alt="" sizes="96px" className="size-full object-cover" />
        ) : (
          <Icon name="photos" />
        )}
      </span>
      <div className="grid min-w-0 flex-1 gap-x-6 sm:grid-cols-[1fr_auto] sm:items-center">
        <div className="min-w-0">
          <Link href={`/studio/listings/${card.listing_id}`} className="font-medium after:absolute after:inset-0">
            {street}
          </Link>
          <p className="text-small text-muted">{[rest, card.customer_name].filter(Boolean).join(' · ')}</p>
        </div>
        <div className="numbers flex flex-wrap items-center gap-x-4 text-small sm:flex-col sm:items-end">
          {card.state === 'delivered' ? (
            <Badge tone="ok">
              {card.delivered_at
                ? t('Delivered {date}', { date: date(card.delivered_at, business.time_zone) })
                : t('Delivered')}
            </Badge>
          ) : (
            <Badge tone="info">{t('In progress')}</Badge>
          )}
          <span className="text-muted">
            {[
              card.state === 'delivered' && contentsWords(card.contents),
              card.due && !isZero(card.due) && t('{due} due', { due: money(card.due) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </div>
      </div>
    </li>
  );
}
