/** Buttons and links that look like them: one primary action a page carries the accent. */
import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Link } from 'wouter';
import { Icon, type IconName } from './icon';

export type Look = 'primary' | 'secondary' | 'quiet' | 'danger';

const SHAPE =
  'inline-flex items-center justify-center gap-2 rounded-control border font-medium whitespace-nowrap select-none ' +
  'transition-colors duration-100 disabled:opacity-50 aria-disabled:opacity-50 min-h-11 md:min-h-10 px-4';
const LOOKS: Record<Look, string> = {
  primary:
    'bg-accent text-on-accent border-transparent dark:shadow-[inset_0_0_0_1px_rgb(255_255_255/0.16)] ' +
    'enabled:hover:bg-accent-hover [a&]:hover:bg-accent-hover',
  secondary: 'bg-surface border-line enabled:hover:bg-sunken [a&]:hover:bg-sunken',
  quiet: 'border-transparent text-ink enabled:hover:bg-sunken [a&]:hover:bg-sunken',
  danger: 'bg-surface border-line text-bad enabled:hover:bg-bad-soft',
};

export const buttonClass = (look: Look, extra = '') => `${SHAPE} ${LOOKS[look]} ${extra}`;

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  icon?: IconName;
  /** Keeps the width and shows that the work is under way; a second press does nothing. */
  busy?: boolean;
}

export function Button({ look = 'secondary', icon, busy = false, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={rest.disabled === true || busy}
      aria-busy={busy}
      className={buttonClass(look, className)}
    >
      {busy ? <Spinner /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

export function Spinner() {
  return (
    <span className="size-4 animate-[turn_0.7s_linear_infinite] rounded-full border-2 border-current border-r-transparent" />
  );
}

interface LinkButtonProps {
  href: string;
  look?: Look;
  icon?: IconName;
  className?: string;
  children: ReactNode;
}

export function LinkButton({ href, look = 'secondary', icon, className, children }: LinkButtonProps) {
  return (
    <Link href={href} className={buttonClass(look, className)}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  );
}

/** A square button with an icon only; the label is for screen readers and the tooltip. */
export function IconButton({
  icon,
  label,
  className = '',
  ...rest
}: ButtonProps & { icon: IconName; label: string }) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      {...rest}
      className={`inline-grid size-11 shrink-0 place-items-center rounded-control hover:bg-sunken disabled:opacity-40 md:size-10 ${className}`}
    >
      <Icon name={icon} />
    </button>
  );
}
