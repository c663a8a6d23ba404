/** A modal on the platform's `<dialog>`: a sheet on phones, focus kept and given back by the browser. */
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { t } from '../lib/text';
import { IconButton } from './button';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Buttons, the primary one last. */
  footer?: ReactNode;
  wide?: boolean;
}

/** Mount it to open it, unmount it to close it. */
export function Dialog({ title, onClose, children, footer, wide }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={element}
      aria-labelledby={heading}
      className={`sheet bg-surface text-ink shadow-float dark:border-t dark:border-line sm:dark:border ${wide ? 'sm:max-w-[40rem]' : ''}`}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      <div className="flex min-h-0 flex-col">
        <header className="flex items-center justify-between gap-3 pt-3 pr-3 pb-1 pl-5 sm:pl-6">
          <h2 id={heading} className="text-title font-semibold">
            {title}
          </h2>
          <IconButton icon="close" label={t('Close')} onClick={onClose} />
        </header>
        <div className="relative min-h-0 overflow-y-auto px-5 pb-5 sm:px-6">{children}</div>
        {footer && (
          <footer className="safe-bottom flex flex-wrap justify-end gap-2 border-t border-line px-5 pt-3 sm:px-6 sm:pb-4 [&>*]:max-sm:flex-1">
            {footer}
          </footer>
        )}
      </div>
    </dialog>
  );
}
