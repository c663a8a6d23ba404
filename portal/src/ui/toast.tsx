/** Short messages at the edge of the screen, with undo where undo is possible; read out politely. */
import { useEffect, useRef, useState } from 'react';
import { t } from '../lib/text';
import { IconButton } from './button';

interface Toast {
  id: number;
  message: string;
  action?: { label: string; run: () => void };
  /** Stays until it is replaced or closed: work in progress. */
  sticky?: boolean;
}

let last = 0;
let show: (toasts: (now: Toast[]) => Toast[]) => void = () => undefined;

/** Shows a message and returns its id, with which `id` replaces it. */
export function toast(message: string, options: Partial<Omit<Toast, 'message'>> = {}): number {
  const next: Toast = { ...options, message, id: options.id ?? ++last };
  show((now) => [...now.filter((one) => one.id !== next.id), next].slice(-3));
  if (!next.sticky) setTimeout(() => dismiss(next), next.action ? 8000 : 5000);
  return next.id;
}

function dismiss(toast: Toast): void {
  show((now) => now.filter((one) => one !== toast));
}

export function Toasts() {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    show = setToasts;
    return () => {
      show = () => undefined;
    };
  }, []);
  // In the top layer, and again for each message, so that an open dialog does not hide it.
  useEffect(() => {
    const shelf = element.current;
    if (shelf?.matches(':popover-open')) shelf.hidePopover();
    if (toasts.length > 0) shelf?.showPopover();
  }, [toasts]);
  return (
    <div
      ref={element}
      popover="manual"
      role="status"
      className="pointer-events-none fixed inset-x-0 top-auto bottom-20 m-0 w-auto justify-items-center gap-2 bg-transparent px-4 open:grid md:bottom-6"
    >
      {toasts.map((one) => (
        <div
          key={one.id}
          className="toast pointer-events-auto flex min-h-12 max-w-full items-center gap-2 rounded-card bg-ink py-1 pr-1.5 pl-4 text-canvas shadow-float"
        >
          <span className="min-w-0 py-1.5">{one.message}</span>
          {one.action && (
            <button
              type="button"
              className="min-h-10 rounded-control px-3 font-semibold underline underline-offset-4"
              onClick={() => {
                one.action?.run();
                dismiss(one);
              }}
            >
              {one.action.label}
            </button>
          )}
          <IconButton icon="close" label={t('Dismiss')} className="hover:bg-muted" onClick={() => dismiss(one)} />
        </div>
      ))}
    </div>
  );
}
