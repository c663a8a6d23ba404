/** Settings: a copy of everything that the business has, its original files, and the end of it all (ADR 0072, 0073). */
import { lazy, Suspense, useState } from 'react';
import { splitAddress } from '../lib/address';
import type { ListingCard } from '../lib/api';
import { useBusinessData } from '../lib/business_data';
import { useListings } from '../lib/queries';
import { t } from '../lib/text';
import { Button } from '../ui/button';
import { ListingPages } from '../ui/listing_pages';
import { Bar, Empty, Load } from '../ui/states';
import { ClosingOfBusiness } from './parts/closing';
import { CopyOfBusiness } from './parts/copy_of_business';
import { SettingsPage } from './parts/settings_page';

const OriginalsDialog = lazy(() => import('./parts/originals_dialog'));
const CARD = 'grid max-w-2xl gap-4 rounded-card border border-line bg-surface p-5';

export default function BusinessDataSettings() {
  const data = useBusinessData();
  return (
    <SettingsPage title={t('Your data')} below={t('Everything here is yours, and you can take it with you.')}>
      <Load
        query={data}
        failed={t('This could not be loaded.')}
        skeleton={<Bar className="h-56 max-w-2xl rounded-card" />}
      >
        {({ copy_made, may_decide }) =>
          may_decide ? (
            <div className="grid gap-6">
              <section className={CARD} aria-labelledby="copy">
                <h2 id="copy" className="text-lead font-semibold">
                  {t('Copy of everything')}
                </h2>
                <CopyOfBusiness copy={copy_made} />
              </section>
              <Originals />
              <section className={CARD} aria-labelledby="closing">
                <h2 id="closing" className="text-lead font-semibold">
                  {t('Close the business')}
                </h2>
                <ClosingOfBusiness copy={copy_made?.state} />
              </section>
            </div>
          ) : (
            <p className={CARD}>{t('Only an owner of the business can take its data out.')}</p>
          )
        }
      </Load>
    </SettingsPage>
  );
}

function Originals() {
  const listings = useListings();
  const [open, setOpen] = useState<ListingCard | null>(null);
  return (
    <section className={CARD} aria-labelledby="originals">
      <div>
        <h2 id="originals" className="text-lead font-semibold">
          {t('Original files')}
        </h2>
        <p className="text-muted">
          {t('Exactly as they were uploaded, listing by listing. The copy above names every one of them.')}
        </p>
      </div>
      <div>
        <ListingPages
          listings={listings}
          failed={t('The listings could not be loaded.')}
          skeleton={<Bar className="h-40" />}
          empty={<Empty icon="photos" title={t('No listings yet')} />}
        >
          {(cards) => (
            <ul className="divide-y divide-line border-y border-line">
              {cards.map((card) => (
                <Row key={card.listing_id} card={card} onOpen={() => setOpen(card)} />
              ))}
            </ul>
          )}
        </ListingPages>
      </div>
      <Suspense fallback={null}>{open && <OriginalsDialog card={open} onClose={() => setOpen(null)} />}</Suspense>
    </section>
  );
}

function Row({ card, onOpen }: { card: ListingCard; onOpen: () => void }) {
  const [street, rest] = splitAddress(card.address_line);
  return (
    <li className="flex items-center justify-between gap-4 py-3">
      <div className="min-w-0">
        <p className="font-medium [overflow-wrap:anywhere]">{street}</p>
        <p className="text-small text-muted [overflow-wrap:anywhere]">
          {[rest, card.customer_name].filter(Boolean).join(' · ')}
        </p>
      </div>
      <Button className="shrink-0" aria-label={t('Files of {address}', { address: street })} onClick={onOpen}>
        {t('Files')}
      </Button>
    </li>
  );
}
