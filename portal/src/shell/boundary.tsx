/** Catches what a screen throws, and the chunk that a newer release has replaced. */
import { Component, type ReactNode } from 'react';
import { t } from '../lib/text';
import { Failed } from '../ui/states';

const isOldRelease = (error: Error) =>
  /dynamically imported module|module script failed|Unable to preload/i.test(error.message);

export class Boundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    const why = isOldRelease(error)
      ? t('A part of it could not be loaded: the connection was lost or a newer version is ready.')
      : t('Something broke on this page. What you entered before is kept where we could.');
    return (
      <main className="mx-auto max-w-2xl p-6">
        <Failed
          what={t('This page could not be shown.')}
          error={new Error(why)}
          onRetry={() => location.reload()}
        />
      </main>
    );
  }
}
