/** The calm centered card of sign-in, sign-up and code. */
import { useEffect, type ReactNode } from 'react';
import { brand, setTitle } from '../lib/brand';

export function AuthCard({
  title,
  intro,
  children,
  below,
}: {
  title: string;
  intro: ReactNode;
  children: ReactNode;
  below: ReactNode;
}) {
  useEffect(() => setTitle(title, brand.name), [title]);
  return (
    <div className="mx-auto w-full max-w-[26rem] px-4 pt-6 pb-16">
      <div className="rounded-dialog border border-line bg-surface p-6 sm:p-8">
        <h1 className="text-head font-strong">{title}</h1>
        <p className="mt-2 mb-6 text-muted">{intro}</p>
        {children}
      </div>
      <div className="mt-5 text-center text-muted">{below}</div>
    </div>
  );
}
