/** Makes a share link, shows it once, lists the ones that work and takes them back. */
import { useRef, useState, type SubmitEvent } from 'react';
import type { Gallery } from '../lib/api';
import { date } from '../lib/format';
import { useSession } from '../lib/session';
import { DAYS, useShareMaking, useShareRevoking, useShares, type Days, type Share } from '../lib/shares';
import { canShareLinks, shareLink } from '../lib/share';
import { t, tn } from '../lib/text';
import { Button } from './button';
import { Dialog } from './dialog';
import { Field, Select } from './field';
import { fieldError, FormError } from './form_error';
import { Bar, Load } from './states';
import { TeamSharing } from './team_sharing';
import { toast } from './toast';

interface ShareDialogProps {
  listing_id: string;
  teams: Gallery['teams'];
  onClose: () => void;
}

export default function ShareDialog({ listing_id, teams, onClose }: ShareDialogProps) {
  const making = useShareMaking(listing_id);
  const made = making.data;
  return (
    <Dialog title={t('Share this listing')} onClose={onClose} wide>
      {teams.length > 0 && (
        <>
          <TeamSharing listing_id={listing_id} teams={teams} />
          <h3 className="mb-1 font-semibold">{t('With a link')}</h3>
        </>
      )}
      <p className="mb-4 text-muted">
        {t(
          'Whoever has the link sees the photos: watermarked while they are locked, without prices and without downloads.',
        )}
      </p>
      {made ? (
        <Made url={made.url} share={made.share} onAgain={() => making.reset()} />
      ) : (
        <Making making={making} />
      )}
      <Links listing_id={listing_id} />
    </Dialog>
  );
}

function Making({ making }: { making: ReturnType<typeof useShareMaking> }) {
  const [days, setDays] = useState<Days>(30);
  const [note, setNote] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    making.mutate({ days, note: note.trim() });
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t('For whom')}
          optional
          maxLength={80}
          placeholder={t('The sellers')}
          value={note}
          error={fieldError(making.error, 'note')}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
        <Select
          label={t('Works for')}
          value={days}
          onChange={(event) => setDays(DAYS.find((one) => one === Number(event.currentTarget.value)) ?? 30)}
        >
          {DAYS.map((one) => (
            <option key={one} value={one}>
              {tn(one, '{n} day', '{n} days')}
            </option>
          ))}
        </Select>
      </div>
      <FormError error={making.error} />
      <Button type="submit" look="primary" className="justify-self-start max-sm:w-full" busy={making.isPending}>
        {t('Create link')}
      </Button>
    </form>
  );
}

function Made({ url, share, onAgain }: { url: string; share: Share; onAgain: () => void }) {
  const { business } = useSession();
  const field = useRef<HTMLInputElement>(null);
  const copy = () =>
    navigator.clipboard.writeText(url).then(
      () => toast(t('The link is copied.')),
      () => field.current?.select(),
    );
  return (
    <div className="grid gap-3 rounded-card border border-line bg-sunken p-4">
      <Field
        ref={field}
        label={t('Your link')}
        hint={t('Copy it now: it is not shown again. It works until {date}.', {
          date: date(share.expires_at, business.time_zone),
        })}
        readOnly
        value={url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <div className="flex flex-wrap gap-2 [&>*]:max-sm:flex-1">
        <Button look="primary" onClick={() => void copy()}>
          {t('Copy link')}
        </Button>
        {canShareLinks() && (
          <Button icon="share" onClick={() => void shareLink(url)}>
            {t('Send…')}
          </Button>
        )}
        <Button look="quiet" onClick={onAgain}>
          {t('Create another')}
        </Button>
      </div>
    </div>
  );
}

function Links({ listing_id }: { listing_id: string }) {
  const shares = useShares(listing_id);
  return (
    <section aria-labelledby="links" className="mt-6">
      <h3 id="links" className="mb-2 font-semibold">
        {t('Links that work')}
      </h3>
      <Load
        query={shares}
        failed={t('The links could not be loaded.')}
        skeleton={
          <div className="grid gap-2">
            <Bar className="h-14" />
            <Bar className="h-14" />
          </div>
        }
      >
        {({ shares: links }) =>
          links.length === 0 ? (
            <p className="text-muted">{t('No link works now. The ones that you create are listed here.')}</p>
          ) : (
            <ul className="divide-y divide-line">
              {links.map((link) => (
                <Link key={link.share_id} listing_id={listing_id} link={link} />
              ))}
            </ul>
          )
        }
      </Load>
    </section>
  );
}

function Link({ listing_id, link }: { listing_id: string; link: Share }) {
  const { business, viewer } = useSession();
  const [asking, setAsking] = useState(false);
  const revoking = useShareRevoking(listing_id);
  const name = link.note || t('Link without a name');
  const day = (at: string) => date(at, business.time_zone);
  const byOthers = link.by_business !== (viewer?.kind === 'staff');
  return (
    <li className="py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-48 [overflow-wrap:anywhere]">
          <p className="font-medium">{name}</p>
          <p className="numbers text-small text-muted">
            {[
              t('Works until {date}', { date: day(link.expires_at) }),
              link.opened_at ? t('Last opened {date}', { date: day(link.opened_at) }) : t('Not opened yet'),
              byOthers &&
                (link.by_business ? t('From {business}', { business: business.name }) : t('From the customer')),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        {!asking && (
          <Button look="danger" aria-label={t('Revoke {name}', { name })} onClick={() => setAsking(true)}>
            {t('Revoke')}
          </Button>
        )}
      </div>
      {asking && (
        <div role="group" aria-label={t('Revoke {name}', { name })} className="mt-2 rounded-control bg-sunken p-3">
          <p className="mb-3">{t('Whoever has this link sees nothing any more. This cannot be undone.')}</p>
          <FormError error={revoking.error} />
          <div className="mt-2 flex flex-wrap gap-2">
            <Button onClick={() => setAsking(false)}>{t('Keep it')}</Button>
            <Button look="danger" busy={revoking.isPending} onClick={() => revoking.mutate(link.share_id)}>
              {t('Revoke link')}
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}
