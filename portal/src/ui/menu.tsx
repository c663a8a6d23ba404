/** A menu on the platform's popover: light dismiss and Escape come from the browser, arrow keys from here. */
import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { Icon, type IconName } from './icon';

interface MenuProps {
  label: string;
  /** What the button shows. */
  button: ReactNode;
  buttonClass: string;
  /** The button shows words of its own: they are its name. */
  worded?: boolean;
  children: ReactNode;
}

function place(button: HTMLElement, menu: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = at.bottom + 6 + height <= innerHeight || at.top < height;
  menu.style.left = `${Math.max(8, Math.min(at.right - width, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, below ? at.bottom + 6 : at.top - height - 6)}px`;
}

function rove(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]:not(:disabled)')];
  const now = items.indexOf(document.activeElement as HTMLElement);
  items[(now + step + items.length) % items.length]?.focus();
}

export function Menu({ label, button, buttonClass, worded = false, children }: MenuProps) {
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const toggled = (event: { newState: string }) => {
    if (event.newState !== 'open' || !trigger.current || !menu.current) return;
    place(trigger.current, menu.current);
    menu.current.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
  };
  return (
    <>
      <button
        ref={trigger}
        type="button"
        aria-label={worded ? undefined : label}
        aria-haspopup="menu"
        popoverTarget={id}
        className={buttonClass}
      >
        {button}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        className="fixed m-0 min-w-52 max-w-[calc(100vw-16px)] rounded-card border border-line bg-surface p-1.5 text-ink shadow-float"
        onToggle={(event) => toggled(event.nativeEvent)}
        onKeyDown={rove}
        onClick={() => menu.current?.hidePopover()}
      >
        {children}
      </div>
    </>
  );
}

interface ItemProps {
  icon?: IconName;
  detail?: string;
  danger?: boolean;
  disabled?: boolean;
  onSelect: () => void;
  children: ReactNode;
}

export function MenuItem({ icon, detail, danger, disabled, onSelect, children }: ItemProps) {
  return (
    <button
      type="button"
      role="menuitem"
      disabled={disabled}
      onClick={onSelect}
      className={`flex min-h-10 w-full items-center gap-3 rounded-control px-3 text-left hover:bg-sunken disabled:opacity-50 ${danger ? 'text-bad' : ''}`}
    >
      {icon && <Icon name={icon} />}
      <span className="flex-1">{children}</span>
      {detail && <span className="numbers text-small text-muted">{detail}</span>}
    </button>
  );
}
