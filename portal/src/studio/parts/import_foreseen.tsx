/** What importing a file would do, row by row; its columns can be told apart anew before the rows are sent. */
import { useState } from 'react';
import {
  COLUMNS,
  counted,
  OUTCOMES,
  toImport,
  useImport,
  type Foreseen,
  type ForeseenRow,
  type Mapping,
  type Outcome,
} from '../../lib/customer_import';
import { t, tn } from '../../lib/text';
import { Badge, type Tone } from '../../ui/badge';
import { Button, LinkButton } from '../../ui/button';
import { Select } from '../../ui/field';
import { FormError } from '../../ui/form_error';
import { Card } from '../../ui/page';

const LABELS: Record<keyof Mapping, string> = {
  email: 'E-mail',
  name: 'Name',
  first_name: 'First name',
  last_name: 'Last name',
  phone: 'Phone',
  brokerage: 'Brokerage',
};
const TONES: Record<Outcome, [Tone, string]> = {
  new: ['ok', 'New'],
  changed: ['info', 'Changed'],
  same: ['muted', 'Already there'],
  bad: ['bad', 'Left out'],
};
/** Each row is a line of the page: a browser shows hundreds well and thousands slowly. */
const SHOWN = 100;

interface ImportForeseenProps {
  foreseen: Foreseen;
  busy: boolean;
  error: unknown;
  onMapping: (mapping: Mapping) => void;
  onOther: () => void;
}

export function ImportForeseen({ foreseen, busy, error, onMapping, onOther }: ImportForeseenProps) {
  const [only, setOnly] = useState<Outcome | null>(null);
  const { rows } = foreseen;
  const sending = useImport(rows);
  const wanted = toImport(rows).length;
  const finished = wanted > 0 && sending.done.length >= wanted;
  const started = sending.busy || sending.done.length > 0;
  return (
    <div className="grid gap-6 [&>*]:min-w-0">
      {!started && <Columns foreseen={foreseen} busy={busy} onMapping={onMapping} />}
      {error instanceof Error && <FormError error={error} />}
      {finished ? (
        <Finished sending={sending} />
      ) : (
        <Card>
          <p className="numbers text-lead font-semibold" role="status">
            {summary(rows)}
          </p>
          {started && (
            <div className="mt-3">
              <progress
                value={sending.done.length}
                max={wanted}
                aria-label={t('Imported customers')}
                className="meter mb-1.5"
              />
              <p className="numbers text-small text-muted">
                {t(
                  '{done} of {all} imported. If this page closes, import the same file again: nobody comes twice.',
                  {
                    done: sending.done.length,
                    all: wanted,
                  },
                )}
              </p>
            </div>
          )}
          <div className="mt-4 flex flex-wrap gap-2">
            {wanted > 0 && (
              <Button look="primary" busy={sending.busy || busy} onClick={sending.go}>
                {sending.error ? t('Import the rest') : tn(wanted, 'Import {n} customer', 'Import {n} customers')}
              </Button>
            )}
            {!sending.busy && <Button onClick={onOther}>{t('Another file')}</Button>}
          </div>
          {sending.error && (
            <div className="mt-3">
              <FormError error={sending.error} />
            </div>
          )}
        </Card>
      )}
      <Rows rows={rows} only={only} onOnly={setOnly} />
    </div>
  );
}

function summary(rows: readonly ForeseenRow[]): string {
  const words: Record<Outcome, [string, string]> = {
    new: ['{n} new', '{n} new'],
    changed: ['{n} changed', '{n} changed'],
    same: ['{n} already there', '{n} already there'],
    bad: ['{n} left out', '{n} left out'],
  };
  return OUTCOMES.filter((outcome) => counted(rows, outcome) > 0)
    .map((outcome) => tn(counted(rows, outcome), ...words[outcome]))
    .join(' · ');
}

function Columns({ foreseen, busy, onMapping }: Pick<ImportForeseenProps, 'foreseen' | 'busy' | 'onMapping'>) {
  const { mapping, columns } = foreseen;
  return (
    <Card title={t('Columns')}>
      <div className="grid grid-cols-2 gap-4 lg:grid-cols-3">
        {COLUMNS.map((field) => (
          <Select
            key={field}
            label={t(LABELS[field])}
            value={mapping[field] ?? ''}
            disabled={busy}
            onChange={({ currentTarget: { value } }) =>
              onMapping({ ...mapping, [field]: value === '' ? null : Number(value) })
            }
          >
            <option value="">{t('Not in the file')}</option>
            {columns.map((name, place) => (
              <option key={place} value={place}>
                {name}
              </option>
            ))}
          </Select>
        ))}
      </div>
    </Card>
  );
}

function Finished({ sending }: { sending: ReturnType<typeof useImport> }) {
  const left = sending.done.filter(({ outcome }) => outcome === 'bad');
  const came = sending.done.length - left.length;
  return (
    <Card>
      <p className="numbers text-lead font-semibold" role="status">
        {tn(came, '{n} customer imported', '{n} customers imported')}
      </p>
      {left.map(({ line, reason }) => (
        <p key={line} className="numbers mt-1 text-bad">
          {t('Line {line}: {reason}', { line, reason: reason ?? '' })}
        </p>
      ))}
      <div className="mt-4">
        <LinkButton href="/studio/customers" look="primary">
          {t('To the customers')}
        </LinkButton>
      </div>
    </Card>
  );
}

interface RowsProps {
  rows: readonly ForeseenRow[];
  only: Outcome | null;
  onOnly: (outcome: Outcome | null) => void;
}

function Rows({ rows, only, onOnly }: RowsProps) {
  const [all, setAll] = useState(false);
  const chosen = only ? rows.filter(({ outcome }) => outcome === only) : rows;
  const shown = all ? chosen : chosen.slice(0, SHOWN);
  return (
    <section aria-label={t('Rows of the file')}>
      <div
        role="group"
        aria-label={t('Show')}
        className="-mx-1 mb-3 flex max-w-full gap-1 overflow-x-auto px-1 py-1"
      >
        {[null, ...OUTCOMES].map((outcome) => (
          <button
            key={outcome ?? 'all'}
            type="button"
            aria-pressed={only === outcome}
            onClick={() => onOnly(outcome)}
            className="min-h-9 rounded-full border border-transparent px-3.5 font-medium whitespace-nowrap text-muted hover:text-ink aria-pressed:border-line aria-pressed:bg-surface aria-pressed:text-ink"
          >
            {outcome ? t(TONES[outcome][1]) : t('All')}
          </button>
        ))}
      </div>
      {shown.length > 0 ? (
        <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
          {shown.map((row) => (
            <Row key={row.line} row={row} />
          ))}
        </ul>
      ) : (
        <p className="text-muted">{t('None of the rows.')}</p>
      )}
      {shown.length < chosen.length && (
        <div className="mt-6 text-center">
          <Button onClick={() => setAll(true)}>{tn(chosen.length, 'Show all {n}', 'Show all {n}')}</Button>
        </div>
      )}
    </section>
  );
}

const FIELDS = { name: 'Name', phone: 'Phone', brokerage: 'Brokerage' };

function Row({ row }: { row: ForeseenRow }) {
  const [tone, word] = TONES[row.outcome];
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-3 sm:px-5 [overflow-wrap:anywhere]">
      <span className="numbers w-16 text-small text-muted">{t('Line {line}', { line: row.line })}</span>
      <div className="min-w-0 flex-1 max-sm:order-last max-sm:basis-full">
        <p className="font-medium">{row.email || '–'}</p>
        <p className="text-small text-muted">{[row.name, row.phone, row.brokerage].filter(Boolean).join(' · ')}</p>
        {row.changes.map(({ field, before, after }) => (
          <p key={field} className="text-small">
            {before
              ? t('{field}: {before} → {after}', { field: t(FIELDS[field]), before, after })
              : t('{field}: {after}', { field: t(FIELDS[field]), after })}
          </p>
        ))}
        {row.reason && <p className="text-small text-bad">{row.reason}</p>}
      </div>
      <span className="max-sm:ml-auto">
        <Badge tone={tone}>{t(word)}</Badge>
      </span>
    </li>
  );
}
