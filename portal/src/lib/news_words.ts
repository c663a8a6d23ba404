/** "12 new, 3 replaced": what came since the last visit, as cards and galleries say it. */
import { t, tn } from './text';

export function newsWords({ added, replaced }: { added: number; replaced: number }): string {
  const came = tn(added, '{n} new', '{n} new');
  const instead = tn(replaced, '{n} replaced', '{n} replaced');
  if (!replaced) return came;
  return added ? t('{came}, {instead}', { came, instead }) : instead;
}
