/** The sentence above a form's button for what belongs to no single field. */
import { ApiError } from '../lib/api';
import { Icon } from './icon';

export function FormError({ error }: { error: unknown }) {
  if (!(error instanceof Error)) return <div role="alert" />;
  const fields = error instanceof ApiError ? error.fields : [];
  const general = fields.length === 0 || fields.some((one) => !one.field);
  return (
    <div role="alert">
      {general && (
        <p className="flex gap-2 rounded-control bg-bad-soft px-3 py-2.5 text-bad">
          <Icon name="alert" className="mt-0.5 size-5" />
          {error.message}
        </p>
      )}
    </div>
  );
}

/** The message for one field of a failed call. */
export const fieldError = (error: unknown, name: string) =>
  error instanceof ApiError ? error.field(name) : undefined;
