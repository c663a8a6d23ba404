/** The ways into a portal that a business puts on its own website, card or mail. */
import type { Palette } from './palette';
import { t } from './text';

export interface Entrance {
  path: string;
  url: string;
  title: string;
  below: string;
  /** The words of its button. */
  button: string;
}

/** `origin` is where the business's links point. */
export const entrances = (origin: string): Entrance[] => ways().map((way) => ({ ...way, url: origin + way.path }));

const ways = (): Omit<Entrance, 'url'>[] => [
  {
    path: '/order',
    title: t('Booking'),
    below: t('Anybody may book here, with or without an account.'),
    button: t('Book a shoot'),
  },
  {
    path: '/sign-in',
    title: t('Sign-in'),
    below: t('For customers who have an account.'),
    button: t('Sign in'),
  },
  { path: '/sign-up', title: t('Sign-up'), below: t('For new customers.'), button: t('Create an account') },
];

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => ESCAPES[letter] ?? '');

/** How the button looks on somebody else's page, whose style sheet is not ours. */
export const buttonStyle = ({ accent, on_accent }: Pick<Palette, 'accent' | 'on_accent'>) => ({
  display: 'inline-block',
  padding: '12px 24px',
  borderRadius: '8px',
  background: accent,
  color: on_accent,
  font: '600 16px/24px system-ui, sans-serif',
  textDecoration: 'none',
});

/** A ready link for any website; whatever the address and the words hold, they stay text. */
export function buttonHtml(url: string, words: string, colors: Pick<Palette, 'accent' | 'on_accent'>): string {
  const style = Object.entries(buttonStyle(colors)).map(
    ([name, value]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`,
  );
  return `<a href="${escaped(url)}" style="${escaped(style.join(';'))}">${escaped(words)}</a>`;
}
