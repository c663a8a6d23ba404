/** What a brand is made of: who the business is, its color, its pictures. */
import type { ReactNode } from 'react';
import { colorOf, type BrandDraft } from '../../lib/branding';
import { t } from '../../lib/text';
import { Field } from '../../ui/field';
import { fieldError } from '../../ui/form_error';
import { BrandPicturePick } from './brand_picture_pick';
import { FocalPoint } from './focal_point';

interface FormProps {
  draft: BrandDraft;
  error: unknown;
  disabled: boolean;
  onChange: (change: Partial<BrandDraft>) => void;
}

export function BrandForm({ draft, error, disabled, onChange }: FormProps) {
  const image = draft.portal_image;
  return (
    <fieldset disabled={disabled} className="grid min-w-0 gap-6">
      <Part title={t('Name and contact')}>
        <Field
          label={t('Name')}
          value={draft.name}
          maxLength={80}
          autoComplete="organization"
          error={draft.name.trim() ? fieldError(error, 'name') : t('A business has a name.')}
          onInput={(event) => onChange({ name: event.currentTarget.value })}
        />
        <Field
          label={t('Phone')}
          optional
          type="tel"
          value={draft.phone}
          maxLength={40}
          autoComplete="tel"
          error={fieldError(error, 'phone')}
          onInput={(event) => onChange({ phone: event.currentTarget.value })}
        />
        <Field
          label={t('E-mail')}
          optional
          type="email"
          value={draft.email}
          maxLength={254}
          autoComplete="email"
          hint={t('Answers to your mails go here.')}
          error={fieldError(error, 'email')}
          onInput={(event) => onChange({ email: event.currentTarget.value })}
        />
      </Part>
      <Part title={t('Accent color')}>
        <Accent draft={draft} error={fieldError(error, 'palette')} onChange={onChange} />
      </Part>
      <Part title={t('Pictures')}>
        <BrandPicturePick
          use="logo"
          label={t('Logo')}
          hint={t('SVG or PNG with a transparent background is best. It is shown up to 40 px high.')}
          picture={draft.logo}
          error={fieldError(error, 'logo')}
          onPicture={(logo) => onChange({ logo })}
        />
        <BrandPicturePick
          use="favicon"
          label={t('Icon')}
          hint={t('A square picture for browser tabs and home screens. Without one it is your initial.')}
          picture={draft.favicon}
          error={fieldError(error, 'favicon')}
          onPicture={(favicon) => onChange({ favicon })}
        />
        <BrandPicturePick
          use="portal_image"
          label={t('Portal image')}
          hint={t('A photo beside your sign-in, at least 1,200 px wide.')}
          picture={image?.image ?? null}
          error={fieldError(error, 'portal_image')}
          onPicture={(picture) => onChange({ portal_image: picture && { image: picture, x: 50, y: 50 } })}
        />
        {image && !disabled && (
          <FocalPoint image={image} onChange={(point) => onChange({ portal_image: { ...image, ...point } })} />
        )}
      </Part>
    </fieldset>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid min-w-0 gap-4 not-first:border-t not-first:border-line not-first:pt-5">
      <h2 className="text-lead font-semibold">{title}</h2>
      {children}
    </section>
  );
}

function Accent({
  draft,
  error,
  onChange,
}: Pick<FormProps, 'draft' | 'onChange'> & { error: string | undefined }) {
  const choose = (typed: string) => {
    const accent = colorOf(typed);
    onChange(accent ? { typed, accent } : { typed });
  };
  const isColor = colorOf(draft.typed) !== null;
  return (
    <div className="flex items-start gap-3">
      <input
        type="color"
        aria-label={t('Choose the accent color')}
        value={draft.accent}
        className="mt-7.5 size-11 shrink-0 rounded-control border border-edge bg-surface p-1 md:size-10"
        onInput={(event) => choose(event.currentTarget.value)}
      />
      <div className="min-w-0 flex-1">
        <Field
          label={t('Color')}
          value={draft.typed}
          maxLength={7}
          spellCheck={false}
          autoComplete="off"
          className="numbers"
          hint={t('Any color: text on it, links and outlines stay readable by themselves.')}
          error={isColor ? error : t('A color is written like #1c6b57.')}
          onInput={(event) => choose(event.currentTarget.value)}
        />
      </div>
    </div>
  );
}
