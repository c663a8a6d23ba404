/** Light, dark, or as the system is; it holds at once and for this browser. */
import { useState } from 'react';
import { t } from '../../lib/text';
import { choose, theme, type Theme } from '../../lib/theme';

const CHOICES: { theme: Theme; label: () => string }[] = [
  { theme: 'system', label: () => t('Like my device') },
  { theme: 'light', label: () => t('Light') },
  { theme: 'dark', label: () => t('Dark') },
];

export function ThemeChoice() {
  const [chosen, setChosen] = useState(theme);
  return (
    <fieldset>
      <legend className="pb-2 text-small text-muted">{t('How this portal looks in this browser.')}</legend>
      <div className="grid gap-2 sm:grid-cols-3">
        {CHOICES.map((one) => (
          <label
            key={one.theme}
            className="flex min-h-11 items-center gap-3 rounded-control border border-line px-3 has-checked:border-ring has-checked:bg-soft"
          >
            <input
              type="radio"
              name="theme"
              className="size-4 accent-link"
              checked={chosen === one.theme}
              onChange={() => {
                choose(one.theme);
                setChosen(one.theme);
              }}
            />
            {one.label()}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
