/** The look before a delivery: what stops it first, then what goes out, then what is worth a second look. */
import {
  bringsWords,
  countWords,
  isFewer,
  orderedWords,
  problemWords,
  warningWords,
  type Preflight,
  type Warning,
} from '../../lib/preflight';
import { t } from '../../lib/text';
import { Badge } from '../../ui/badge';
import { Icon } from '../../ui/icon';

interface PreflightListProps {
  preflight: Preflight;
  /** Opens these files one after the other. */
  onDescribe: (asset_ids: readonly string[]) => void;
}

export function PreflightList({ preflight, onDescribe }: PreflightListProps) {
  const { ordered, counts, problems, warnings } = preflight;
  const brings = bringsWords(preflight.news);
  return (
    <div className="grid gap-5">
      {problems.length > 0 && (
        <ul role="alert" className="grid gap-2 rounded-control bg-bad-soft px-4 py-3 text-bad">
          {problems.map((problem) => (
            <li key={problem} className="flex gap-2">
              <Icon name="alert" className="mt-0.5 size-5" />
              {problemWords(problem, preflight.uploading)}
            </li>
          ))}
        </ul>
      )}
      <section aria-labelledby="goes-out">
        <h3 id="goes-out" className="font-semibold">
          {t('What goes out')}
        </h3>
        {ordered.length > 0 && (
          <p className="text-small text-muted">{t('Ordered: {lines}', { lines: orderedWords(ordered) })}</p>
        )}
        <ul className="numbers mt-2 grid gap-1">
          {counts.map((count) => (
            <li key={count.kind}>
              <Badge tone={isFewer(count) ? 'warn' : 'ok'}>{countWords(count)}</Badge>
            </li>
          ))}
          {counts.length === 0 && <li className="text-muted">{t('Nothing yet')}</li>}
        </ul>
        {brings && <p className="mt-2 text-small text-muted">{brings}</p>}
      </section>
      <Warnings warnings={warnings} onDescribe={onDescribe} />
    </div>
  );
}

/** What can be done about each file that a warning names. */
const ACTIONS: Partial<Record<Warning['check'], string>> = {
  undescribed: 'Describe them',
  without_poster: 'Choose posters',
};

function Warnings({ warnings, onDescribe }: Pick<Preflight, 'warnings'> & Pick<PreflightListProps, 'onDescribe'>) {
  const told = warnings.flatMap((warning) => {
    const words = warningWords(warning);
    return words ? [{ ...warning, words }] : [];
  });
  if (told.length === 0) return null;
  return (
    <section aria-labelledby="worth-a-look">
      <h3 id="worth-a-look" className="font-semibold">
        {t('Worth a second look')}
      </h3>
      <ul className="numbers mt-2 grid gap-1.5">
        {told.map(({ check, words, asset_ids }) => (
          <li key={check} className="flex items-start gap-2">
            <i aria-hidden="true" className="mt-2 size-2 shrink-0 rounded-full bg-warn-dot" />
            <span>
              {words}
              {check in ACTIONS && (
                <>
                  {' '}
                  <button
                    type="button"
                    className="min-h-6 font-medium text-link hover:underline"
                    onClick={() => onDescribe(asset_ids)}
                  >
                    {t(ACTIONS[check] ?? '')}
                  </button>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
