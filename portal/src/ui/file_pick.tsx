/** A file field that nobody sees, and the press that opens it. */
import { useRef, type ReactNode } from 'react';

/** `name` is what tests call it; `field` has to stand somewhere on the page. */
export function useFilePick(
  name: string,
  accept: string,
  onPick: (file: File) => void,
): { field: ReactNode; pick: () => void } {
  const input = useRef<HTMLInputElement>(null);
  return {
    pick: () => input.current?.click(),
    field: (
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        data-pick={name}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          // So that the same file can be chosen again.
          currentTarget.value = '';
          if (file) onPick(file);
        }}
      />
    ),
  };
}
