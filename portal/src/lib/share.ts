/** The phone's share sheet, for one picture and for a link. */

const isPhone = () => matchMedia('(pointer: coarse)').matches;

export const canShareFiles = () =>
  isPhone() &&
  'canShare' in navigator &&
  navigator.canShare({ files: [new File([''], 'a.jpg', { type: 'image/jpeg' })] });

/** Fetches a file to share; sharing itself must follow a press, so the caller keeps the file. */
export async function fileToShare(url: string, name: string): Promise<File> {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  const blob = await response.blob();
  return new File([blob], name, { type: blob.type || 'image/jpeg' });
}

/** True when shared or dismissed by the person, false when the browser wants one more press first. */
export async function share(file: File): Promise<boolean> {
  try {
    await navigator.share({ files: [file] });
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return true;
    if (error instanceof DOMException && error.name === 'NotAllowedError') return false;
    throw error;
  }
}

export const canShareLinks = () => isPhone() && 'share' in navigator;

/** Opens the sheet; somebody who closes it again has decided not to send. */
export async function shareLink(url: string): Promise<void> {
  await navigator.share({ url }).catch(() => undefined);
}
