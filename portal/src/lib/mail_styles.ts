/** A mail's own styles, made fit for a page whose policy lets no inline style in. */

export type MailScheme = 'light' | 'dark';

/** The mail with its styles as data and without its links; in a mail's text every quote is written otherwise. */
export const disarmed = (html: string) =>
  html
    .replaceAll(' style="', ' data-style="')
    .replace(/<style>([^]*?)<\/style>/, '<template id="styles">$1</template>')
    .replaceAll(/ href="[^"]*"/g, '');

/** The style sheet in which one color scheme is the reader's, whatever the real one is. */
export const inScheme = (css: string, scheme: MailScheme) =>
  css
    .replaceAll('(prefers-color-scheme: dark)', scheme === 'dark' ? 'all' : 'not all')
    .replaceAll('color-scheme: light dark', `color-scheme: ${scheme}`);
