/**
 * A mail in a frame of its own, where nothing of it can run or lead anywhere: the frame is sandboxed without scripts, and
 * under the page's own policy. That policy lets no inline style in either, so the mail's are put on by hand.
 */
import { useEffect, useRef } from 'react';
import { disarmed, inScheme, type MailScheme } from '../../lib/mail_styles';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createHTML: (html: string) => string },
  ): { createHTML(html: string): string };
}

const trust = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('mail-preview', {
  createHTML: (html) => html,
});

function dress(frame: HTMLIFrameElement, scheme: MailScheme): void {
  const page = frame.contentDocument;
  const view = frame.contentWindow as (Window & typeof globalThis) | null;
  const styles = page?.querySelector<HTMLTemplateElement>('#styles');
  if (!page || !view || !styles) return;
  const sheet = new view.CSSStyleSheet();
  sheet.replaceSync(inScheme(styles.content.textContent, scheme));
  page.adoptedStyleSheets = [sheet];
  for (const element of page.querySelectorAll<HTMLElement>('[data-style]'))
    element.style.cssText = element.dataset.style ?? '';
  fit(frame);
}

/** As high as the mail is at this width. */
function fit(frame: HTMLIFrameElement): void {
  const body = frame.contentDocument?.body;
  if (body) frame.style.height = `${body.scrollHeight}px`;
}

/** As wide as the reader's screen would be; a page that is narrower still scrolls. */
const WIDTHS = { phone: 'w-full min-w-70 max-w-90', desk: 'w-full min-w-130 max-w-160' };

interface MailFrameProps {
  title: string;
  html: string;
  scheme: MailScheme;
  width: keyof typeof WIDTHS;
}

export function MailFrame({ title, html, scheme, width }: MailFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const { current } = frame;
    if (!current) return;
    const onLoad = () => dress(current, scheme);
    const resized = new ResizeObserver(() => fit(current));
    current.addEventListener('load', onLoad);
    resized.observe(current);
    const safe = disarmed(html);
    current.srcdoc = trust ? trust.createHTML(safe) : safe;
    return () => {
      current.removeEventListener('load', onLoad);
      resized.disconnect();
    };
  }, [html, scheme]);
  return (
    <div role="group" aria-label={title} tabIndex={0} className="overflow-x-auto rounded-card border border-line">
      <iframe
        ref={frame}
        title={title}
        sandbox="allow-same-origin"
        height={560}
        className={`mx-auto block ${WIDTHS[width]}`}
      />
    </div>
  );
}
