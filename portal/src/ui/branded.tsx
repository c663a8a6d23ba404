/** Says quietly that a file shows a name or a logo. */
import { t } from '../lib/text';

export const BRANDED_HINT = 'It shows a name, a logo or a phone number, so an MLS may not take it.';

export function Branded({ className = '' }: { className?: string }) {
  return (
    <span
      title={t(BRANDED_HINT)}
      className={`inline-block rounded-full border border-current px-2 text-small font-medium whitespace-nowrap ${className}`}
    >
      {t('Branded')}
    </span>
  );
}
