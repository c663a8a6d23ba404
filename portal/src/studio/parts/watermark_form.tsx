/** What a watermark is made of: a text or a logo, how strong it is, and where it stands. */
import { useId, useRef } from 'react';
import { t } from '../../lib/text';
import { MOST_LOGO_BYTES, useLogo, type Mark } from '../../lib/watermark';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { fieldError } from '../../ui/form_error';
import { Icon } from '../../ui/icon';

interface FormProps {
  mark: Mark;
  error: unknown;
  disabled: boolean;
  onChange: (change: Partial<Mark>) => void;
}

export function WatermarkForm({ mark, error, disabled, onChange }: FormProps) {
  return (
    <fieldset disabled={disabled} className="grid gap-5">
      <Choice
        legend={t('What it shows')}
        value={mark.kind}
        options={[
          ['text', t('Text')],
          ['logo', t('Logo')],
        ]}
        onChange={(kind) => onChange({ kind })}
      />
      {mark.kind === 'text' ? (
        <Field
          label={t('Text')}
          value={mark.text}
          maxLength={40}
          error={mark.text.trim() ? fieldError(error, 'text') : t('Write what your watermark says.')}
          onInput={(event) => onChange({ text: event.currentTarget.value })}
        />
      ) : (
        <Logo logo={mark.logo} error={fieldError(error, 'logo')} onLogo={(logo) => onChange({ logo })} />
      )}
      <Choice
        legend={t('Where it stands')}
        value={mark.style}
        options={[
          ['tiled', t('Tiled')],
          ['centered', t('Centered')],
        ]}
        hint={
          mark.style === 'tiled'
            ? t('All over the picture, strongest in the middle.')
            : t('Large in the middle, over a faint tiled floor.')
        }
        onChange={(style) => onChange({ style })}
      />
      <Opacity value={mark.opacity} onChange={(opacity) => onChange({ opacity })} />
    </fieldset>
  );
}

interface ChoiceProps<T extends string> {
  legend: string;
  value: T;
  options: readonly (readonly [T, string])[];
  hint?: string;
  onChange: (value: T) => void;
}

function Choice<T extends string>({ legend, value, options, hint, onChange }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium">{legend}</legend>
      <div className="grid grid-cols-2 gap-2">
        {options.map(([option, label]) => (
          <label
            key={option}
            className={`flex min-h-11 items-center gap-2.5 rounded-control border px-3 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ring md:min-h-10 ${
              option === value ? 'border-ring bg-soft' : 'border-line hover:bg-sunken'
            }`}
          >
            <input
              type="radio"
              name={name}
              className="size-4 accent-accent"
              checked={option === value}
              onChange={() => onChange(option)}
            />
            {label}
          </label>
        ))}
      </div>
      {hint && <p className="mt-1.5 text-small text-muted">{hint}</p>}
    </fieldset>
  );
}

function Opacity({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 flex justify-between gap-3 font-medium">
        {t('Strength')}
        <output htmlFor={id} className="numbers font-normal text-muted">
          {t('{n} %', { n: value })}
        </output>
      </label>
      <input
        id={id}
        type="range"
        min={20}
        max={90}
        step={5}
        value={value}
        aria-describedby={`${id}-hint`}
        className="h-8 w-full accent-accent"
        onInput={(event) => onChange(Number(event.currentTarget.value))}
      />
      <p id={`${id}-hint`} className="text-small text-muted">
        {t('However faint, every part of a photo stays marked.')}
      </p>
    </div>
  );
}

interface LogoProps {
  logo: string | null;
  error: string | undefined;
  onLogo: (logo: string) => void;
}

function Logo({ logo, error, onLogo }: LogoProps) {
  const input = useRef<HTMLInputElement>(null);
  const upload = useLogo();
  const tooLarge = upload.variables && upload.variables.size > MOST_LOGO_BYTES;
  const problem = tooLarge
    ? t('A logo may have up to 1 MB. Please export it smaller.')
    : (fieldError(upload.error, 'file') ?? fieldError(upload.error, 'logo') ?? upload.error?.message ?? error);
  return (
    <div>
      <p className="mb-1.5 font-medium">{t('Logo')}</p>
      <div className="flex items-center gap-3">
        {logo && (
          <span className="grid h-16 w-28 shrink-0 place-items-center rounded-control border border-line bg-white p-2">
            <img
              src={`data:image/png;base64,${logo}`}
              alt={t('Your logo, as the watermark draws it')}
              className="max-h-full max-w-full"
            />
          </span>
        )}
        <Button icon="upload" busy={upload.isPending} onClick={() => input.current?.click()}>
          {logo ? t('Replace logo') : t('Choose a logo')}
        </Button>
        <input
          ref={input}
          type="file"
          accept="image/png,image/jpeg,image/webp"
          className="hidden"
          aria-label={t('Logo')}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file) upload.mutate(file, { onSuccess: onLogo });
          }}
        />
      </div>
      {problem ? (
        <p role="alert" className="mt-1.5 flex gap-1.5 text-small text-bad">
          <Icon name="alert" className="mt-0.5 size-4" />
          {problem}
        </p>
      ) : (
        <p className="mt-1.5 text-small text-muted">
          {t('PNG, JPEG or WebP of at most 1 MB. Best is a PNG with a transparent background.')}
        </p>
      )}
    </div>
  );
}
