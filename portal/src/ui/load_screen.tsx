/** A whole screen made of one query: what fails is said on a page with a title and the way back. */
import { Load, type LoadProps } from './states';
import { Page } from './page';

interface LoadScreenProps<T> extends LoadProps<T> {
  title: string;
  back: { href: string; label: string };
}

export function LoadScreen<T>({ title, back, ...load }: LoadScreenProps<T>) {
  const { data, error } = load.query;
  if (data !== undefined || !error) return <Load {...load} />;
  return (
    <Page title={title} back={back}>
      <Load {...load} />
    </Page>
  );
}
