/** Numbers and dates as the reader writes them; amounts stay integers in minor units until the last step. */

export interface Money {
  amount: number;
  currency: string;
}

/** Making a format costs more than everything that it will ever write: it is made once for each key. */
function kept<Key, Format>(make: (key: Key) => Format): (key: Key) => Format {
  const made = new Map<Key, Format>();
  return (key) => {
    const format = made.get(key) ?? make(key);
    made.set(key, format);
    return format;
  };
}

const moneyFormat = kept((currency: string) => new Intl.NumberFormat(undefined, { style: 'currency', currency }));

/** "$619.00": exact for every currency, with no floating point in between. */
export function money({ amount, currency }: Money): string {
  const format = moneyFormat(currency);
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const decimal = digits ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text;
  return format.format(`${amount < 0 ? '-' : ''}${decimal}` as Intl.StringNumericLiteral);
}

export const isZero = (value: Money | null | undefined) => !value || value.amount === 0;

function dates(options: Intl.DateTimeFormatOptions) {
  const format = kept((timeZone?: string) => new Intl.DateTimeFormat(undefined, { ...options, timeZone }));
  return (at: string, zone?: string) => format(zone).format(new Date(at));
}

/** "Nov 21, 2026" of an instant, in the given zone (the reader's when none is given). */
export const date = dates({ year: 'numeric', month: 'short', day: 'numeric' });
/** "Sat, Nov 21, 9:04 PM CST": the weekday and the zone named. */
export const moment = dates({
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
});

const UNITS = ['B', 'kB', 'MB', 'GB'];

/** "4.2 MB": decimal units, as shops and file managers of phones count. */
export function bytes(count: number): string {
  let [value, unit] = [count, 0];
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  const digits = value < 10 && unit > 0 ? 1 : 0;
  return `${value.toLocaleString(undefined, { maximumFractionDigits: digits })} ${UNITS[unit] ?? ''}`;
}

/** "1:05:09", "0:58". */
export function length(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (number: number) => String(number).padStart(2, '0');
  return `${hours ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}

/** "2,400 sq ft". */
export const squareFeet = (count: number) => `${count.toLocaleString()} sq ft`;

/** "#1042": plain digits, as people say and search it. */
export const orderNumber = (number: number) => `#${number}`;

let conjunction: Intl.ListFormat | undefined;

/** "22 photos, 2 floor plans, and 1 tour". */
export function listed(parts: readonly string[]): string {
  conjunction ??= new Intl.ListFormat(undefined, { type: 'conjunction' });
  return conjunction.format(parts);
}
