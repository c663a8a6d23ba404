/** Which deliveries this browser has opened: what was delivered lately and not opened yet is "new" on its card. */
const KEY = 'latchkey.seen';
const NEW_FOR_DAYS = 21;

function read(): Record<string, string> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<string, string>;
  } catch {
    return {};
  }
}

interface Delivered {
  listing_id: string;
  delivered_at: string | null;
}

export function isNew({ listing_id, delivered_at }: Delivered, now = Date.now()): boolean {
  if (!delivered_at || now - Date.parse(delivered_at) > NEW_FOR_DAYS * 86_400_000) return false;
  return read()[listing_id] !== delivered_at;
}

/** Keeps the newest 200, so that the note never grows without end. */
export function markSeen({ listing_id, delivered_at }: Delivered): void {
  if (!delivered_at) return;
  const entries = Object.entries({ ...read(), [listing_id]: delivered_at });
  const newest = entries.sort((a, b) => b[1].localeCompare(a[1])).slice(0, 200);
  localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(newest)));
}
