/** The outline of the shell while the session or a screen is on its way. */
import { Bar, Loading } from '../ui/states';

export function Waiting({ inside = false }: { inside?: boolean }) {
  return (
    <div className={inside ? '' : 'md:ml-60'}>
      <div className="page-place max-w-5xl px-4 pt-5 sm:px-6 md:pt-8 lg:px-10">
        <Loading>
          <Bar className="mb-6 h-8 w-48" />
          <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
            {[1, 2, 3].map((n) => (
              <Bar key={n} className="h-56" />
            ))}
          </div>
        </Loading>
      </div>
    </div>
  );
}
