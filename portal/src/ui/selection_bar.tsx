/** The bar of a selection, in reach of the thumb: how many, and what can be done with them. */
import type { ReactNode } from 'react';
import { tn } from '../lib/text';

export function SelectionBar({ count, children }: { count: number; children: ReactNode }) {
  return (
    <div className="sticky bottom-[calc(3.55rem+env(safe-area-inset-bottom))] z-10 order-2 -mx-4 flex flex-wrap items-center justify-between gap-3 border-t border-line bg-surface px-4 py-3 sm:-mx-6 sm:px-6 md:bottom-4 md:mx-0 md:rounded-card md:border md:shadow-float">
      <p className="numbers font-medium" aria-live="polite">
        {tn(count, '{n} selected', '{n} selected')}
      </p>
      <div className="flex gap-2">{children}</div>
    </div>
  );
}
