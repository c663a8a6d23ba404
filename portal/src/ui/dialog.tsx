/** A modal on the platform's `<dialog>`: a sheet on phones, focus kept and given back; it asks before typed text is lost. */
import { useEffect, useId, useRef, useState, type FocusEvent, type ReactNode } from 'react';
import { t } from '../lib/text';
import { Button, IconButton } from './button';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Buttons, the primary one last. */
  footer?: ReactNode;
  wide?: boolean;
}

/** Mount it to open it, unmount it to close it. Escape, a press beside it and its cross ask first when text was typed. */
export function Dialog({ title, onClose, children, footer, wide }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const [asking, setAsking] = useState(false);
  const typed = useTyped();
  const leave = () => (typed.isLeft() ? setAsking(true) : onClose());
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
    <>
      <dialog
        ref={element}
        aria-labelledby={heading}
        className={`sheet bg-surface text-ink shadow-float dark:border-t dark:border-line sm:dark:border ${wide ? 'sm:max-w-[40rem]' : ''}`}
        onFocus={typed.onFocus}
        onCancel={(event) => {
          event.preventDefault();
          leave();
        }}
        onClose={() => {
          // A browser lets nobody refuse twice in a row. (Without the element it was us, by unmounting.)
          element.current?.showModal();
          if (element.current) leave();
        }}
        onMouseDown={(event) => {
          if (event.target === element.current) leave();
        }}
      >
        <div className="flex min-h-0 flex-col">
          <header className="flex items-center justify-between gap-3 pt-3 pr-3 pb-1 pl-5 sm:pl-6">
            <h2 id={heading} className="min-w-0 text-title font-semibold [overflow-wrap:anywhere]">
              {title}
            </h2>
            <IconButton icon="close" label={t('Close')} onClick={leave} />
          </header>
          <div className="relative min-h-0 overflow-y-auto px-5 pb-5 sm:px-6">{children}</div>
          {footer && (
            <footer className="safe-bottom flex flex-wrap justify-end gap-2 border-t border-line px-5 pt-3 sm:px-6 sm:pb-4 [&>*]:max-sm:flex-1">
              {footer}
            </footer>
          )}
        </div>
      </dialog>
      {asking && (
        <Discard title={t('Discard what you typed?')} onDiscard={onClose} onKeep={() => setAsking(false)}>
          {t('It is not saved or sent yet.')}
        </Discard>
      )}
    </>
  );
}

interface DiscardProps {
  title: string;
  children: string;
  onDiscard: () => void;
  onKeep: () => void;
}

/** Asks before words are lost. */
export function Discard({ title, children, onDiscard, onKeep }: DiscardProps) {
  return (
    <Dialog
      title={title}
      onClose={onKeep}
      footer={
        <>
          <Button look="danger" onClick={onDiscard}>
            {t('Discard changes')}
          </Button>
          <Button look="primary" onClick={onKeep}>
            {t('Keep editing')}
          </Button>
        </>
      }
    >
      <p>{children}</p>
    </Dialog>
  );
}

type TextField = HTMLInputElement | HTMLTextAreaElement;

const isText = (field: EventTarget): field is TextField =>
  field instanceof Element && field.matches('textarea, input:not([type=checkbox], [type=radio], [type=file])');

/** What fields held when they got the focus first, against now: what was sent is reset by its form, or gone with it. */
function useTyped() {
  const before = useRef(new Map<TextField, string>());
  return {
    onFocus: ({ target }: FocusEvent) => {
      if (isText(target) && !before.current.has(target)) before.current.set(target, target.value);
    },
    isLeft: () => [...before.current].some(([field, text]) => field.isConnected && field.value !== text),
  };
}
