/** Tells the other tabs of this portal that something was paid, so that they ask the server at once. */
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('latchkey');

export const tellOtherTabs = () => channel?.postMessage('changed');

/** Calls back when another tab tells; returns the way to stop. */
export function onNews(listener: () => void): () => void {
  channel?.addEventListener('message', listener);
  return () => channel?.removeEventListener('message', listener);
}
