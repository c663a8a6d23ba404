/** A brand before it is saved: sign-in, button and mail, light and dark, in the colors that will really be used. */
import { useMemo } from 'react';
import type { BrandDraft, BrandPicture } from '../../lib/branding';
import { NEUTRALS, palette, SURFACES, type Palette } from '../../lib/palette';
import { t } from '../../lib/text';
import { buttonClass } from '../../ui/button';

type SchemeName = 'light' | 'dark';

export function BrandPreview({ draft }: { draft: BrandDraft }) {
  const colors = useMemo(() => palette(draft.accent), [draft.accent]);
  return (
    <div className="grid gap-4 lg:sticky lg:top-8">
      <h2 className="text-lead font-semibold">{t('Preview')}</h2>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-1 xl:grid-cols-2">
        <Scheme name="light" label={t('Light')} draft={draft} colors={colors} />
        <Scheme name="dark" label={t('Dark')} draft={draft} colors={colors} />
      </div>
    </div>
  );
}

/** The tokens of styles.css for one scheme, whatever the reader's own is. */
function tokens(name: SchemeName, colors: Palette): Record<string, string> {
  const { link, soft, ring } = colors[name];
  const own = { accent: colors.accent, 'on-accent': colors.on_accent, link, soft, ring };
  const all = { ...SURFACES[name], ...NEUTRALS[name], ...own };
  return Object.fromEntries(Object.entries(all).map(([token, color]) => [`--color-${token}`, color]));
}

interface SchemeProps {
  name: SchemeName;
  label: string;
  draft: BrandDraft;
  colors: Palette;
}

function Scheme({ name, label, draft, colors }: SchemeProps) {
  const business = draft.name.trim() || t('Your business');
  return (
    <section className="min-w-0">
      <h3 className="mb-2 text-small font-medium text-muted">{label}</h3>
      <div
        role="img"
        aria-label={t('Sign-in and a mail of {business}, {scheme}', { business, scheme: label })}
        className="grid gap-4 overflow-hidden rounded-card border border-line bg-canvas p-4 text-ink"
        style={tokens(name, colors)}
      >
        <div className="grid gap-3 rounded-card border border-line bg-surface p-4">
          <Mark name={name} business={business} logo={draft.logo} />
          {draft.portal_image && <Photo image={draft.portal_image} />}
          <p className="text-lead font-strong">{t('Sign in')}</p>
          <span className="rounded-control border border-line px-3 py-2 text-muted outline-2 outline-offset-2 outline-ring">
            name@example.com
          </span>
          <span className={buttonClass('primary', 'w-full shadow-none!')}>{t('Sign in')}</span>
          <span className="text-small">
            {t('New here?')} <span className="font-medium text-link underline">{t('Create an account')}</span>
          </span>
        </div>
        <div className="grid gap-3 rounded-card border border-line bg-surface p-4">
          <Mark name={name} business={business} logo={draft.logo} />
          <p className="text-lead font-strong">{t('Your photos are ready')}</p>
          <p className="text-muted">{t('38 photos of 12 Ocean Drive wait for you.')}</p>
          <span className={buttonClass('primary', 'justify-self-start shadow-none!')}>{t('See the listing')}</span>
          <span className="border-t border-line pt-3 text-small text-muted">
            {business}
            {draft.phone && ` · ${draft.phone}`}
            {draft.email && (
              <>
                {' · '}
                <span className="text-link underline">{draft.email}</span>
              </>
            )}
          </span>
        </div>
      </div>
    </section>
  );
}

function Photo({ image: { image, x, y } }: { image: NonNullable<BrandDraft['portal_image']> }) {
  return (
    <img
      src={image.url}
      width={image.width}
      height={image.height}
      alt=""
      className="h-24 w-full rounded-control object-cover"
      style={{ objectPosition: `${x}% ${y}%` }}
    />
  );
}

const GROUNDS: Record<string, string> = {
  'light dark': 'rounded-sm bg-white shadow-[0_0_0_4px_#fff]',
  'dark light': 'rounded-sm bg-[#1a1a1d] shadow-[0_0_0_4px_#1a1a1d]',
};

function Mark({ name, business, logo }: { name: SchemeName; business: string; logo: BrandPicture | null }) {
  if (logo)
    return (
      <img
        src={logo.url}
        width={logo.width}
        height={logo.height}
        alt=""
        className={`justify-self-start ${GROUNDS[`${logo.plate} ${name}`] ?? ''}`}
      />
    );
  return (
    <span className="flex min-w-0 items-center gap-2.5 font-semibold">
      <span className="grid size-8 shrink-0 place-items-center rounded-control bg-accent text-on-accent">
        {business.slice(0, 1)}
      </span>
      <span className="min-w-0 leading-tight">{business}</span>
    </span>
  );
}
