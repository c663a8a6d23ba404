/** A person's picture, or the first letter of their name where there is none. */
interface PortraitProps {
  url: string | null;
  /** What the person is called. */
  name: string;
}

export const Portrait = ({ url, name }: PortraitProps) => (
  <span className="grid size-16 shrink-0 place-items-center overflow-hidden rounded-full bg-sunken text-title font-semibold text-muted">
    {url ? (
      <img src={url} width={64} height={64} alt="" className="size-full object-cover" />
    ) : (
      <span aria-hidden="true">{Array.from(name)[0]?.toUpperCase()}</span>
    )}
  </span>
);
