/** What stays at the thumb on phones: above the shell's bar, or at the bottom edge where there is none. */
import type { ReactNode } from 'react';

export function ThumbBar({ children, bare = false }: { children: ReactNode; bare?: boolean }) {
  const place = bare ? 'safe-bottom bottom-0' : 'bottom-[calc(3.55rem+env(safe-area-inset-bottom))] pb-3';
  return (
    <div
      className={`no-print fixed inset-x-0 z-10 flex items-center justify-between gap-4 border-t border-line bg-surface px-4 pt-3 md:hidden ${place}`}
    >
      {children}
    </div>
  );
}
