/** How this browser saves files: what it can stream to disk, and the press on a link that saves one. */

const isSafari = () => /safari/i.test(navigator.userAgent) && !/chrom|android|firefox/i.test(navigator.userAgent);
const isPhone = () => matchMedia('(pointer: coarse)').matches;

/** Whether this browser writes a ZIP of any size straight to disk; phones and Safari do not. */
export const canStream = () =>
  !isPhone() && !isSafari() && ('serviceWorker' in navigator || 'showSaveFilePicker' in window);

/** Asks the browser to save what a URL of this host answers with (the server names the file). */
export function saveUrl(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.click();
}
