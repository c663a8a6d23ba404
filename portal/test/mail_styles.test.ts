/** What a mail's preview does to the mail: its styles become data, its links lead nowhere, its words stay. */
import { expect, it } from 'vitest';
import { disarmed, inScheme } from '../src/lib/mail_styles';

it('leaves no style, style sheet or link that the policy would have to stop', () => {
  const mail =
    '<head><style>\n.a { color: red; }\n</style></head><p style="margin:0;">x</p><a href="https://x.test/" style="color:red;">y</a>';
  expect(disarmed(mail)).toBe(
    '<head><template id="styles">\n.a { color: red; }\n</template></head><p data-style="margin:0;">x</p><a data-style="color:red;">y</a>',
  );
});

it('changes no word, because quotes in words are written otherwise', () => {
  const words = '<p>a style=&#34;x&#34; href=&#34;y&#34; &lt;style&gt;</p>';
  expect(disarmed(words)).toBe(words);
});

it('shows the scheme that was chosen on every screen', () => {
  const css = ':root { color-scheme: light dark; } @media (prefers-color-scheme: dark) { .a { color: red; } }';
  expect(inScheme(css, 'dark')).toBe(':root { color-scheme: dark; } @media all { .a { color: red; } }');
  expect(inScheme(css, 'light')).toBe(':root { color-scheme: light; } @media not all { .a { color: red; } }');
});
