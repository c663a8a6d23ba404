/** A mail as people will get it: on a phone or a desk, light or dark, and as plain text. */
import { useState } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { Answer } from '../../lib/api';
import type { MailScheme } from '../../lib/mail_styles';
import { t } from '../../lib/text';
import { Bar, Load } from '../../ui/states';
import { MailFrame } from './mail_frame';

type Preview = Answer<'/api/mails/{mail}/previews', 'post'>;
type Shape = 'phone' | 'desk' | 'text';

const SHAPES: Record<Shape, string> = { phone: 'Phone', desk: 'Desktop', text: 'Plain text' };
const SCHEMES: Record<MailScheme, string> = { light: 'Light', dark: 'Dark' };

export function MailPreview({ preview }: { preview: UseQueryResult<Preview> }) {
  const [shape, setShape] = useState<Shape>('phone');
  const [scheme, setScheme] = useState<MailScheme>('light');
  // Words that are refused say so at their field; the preview keeps showing the last good ones.
  const [good, setGood] = useState<Preview>();
  if (preview.data && preview.data !== good) setGood(preview.data);
  return (
    <section aria-label={t('Preview')} className="grid min-w-0 gap-4 lg:sticky lg:top-8">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <Choice label={t('Shown as')} words={SHAPES} chosen={shape} onChoose={setShape} />
        {shape !== 'text' && <Choice label={t('Colors')} words={SCHEMES} chosen={scheme} onChoose={setScheme} />}
      </div>
      <Load
        query={{ ...preview, data: preview.data ?? good }}
        failed={t('The preview could not be made.')}
        skeleton={<Bar className="h-[32rem] rounded-card" />}
      >
        {({ subject, html, text }) => (
          <div className="grid gap-3" aria-busy={preview.isPlaceholderData}>
            <p className="[overflow-wrap:anywhere]">
              <span className="text-muted">{t('Subject:')}</span> <span className="font-medium">{subject}</span>
            </p>
            {shape === 'text' ? (
              <pre className="overflow-hidden rounded-card border border-line bg-surface p-5 font-mono text-small whitespace-pre-wrap [overflow-wrap:anywhere]">
                {text}
              </pre>
            ) : (
              <MailFrame title={subject} html={html} scheme={scheme} width={shape} />
            )}
          </div>
        )}
      </Load>
      <p className="text-small text-muted">{t('With made-up facts. Nothing is sent from here.')}</p>
    </section>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  words: Record<T, string>;
  chosen: T;
  onChoose: (value: T) => void;
}

function Choice<T extends string>({ label, words, chosen, onChoose }: ChoiceProps<T>) {
  return (
    <div role="group" aria-label={label} className="flex gap-1 rounded-control bg-sunken p-1">
      {(Object.keys(words) as T[]).map((value) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === chosen}
          onClick={() => onChoose(value)}
          className="min-h-9 rounded-sm px-3 text-small font-medium text-muted aria-pressed:bg-surface aria-pressed:text-ink"
        >
          {t(words[value])}
        </button>
      ))}
    </div>
  );
}
