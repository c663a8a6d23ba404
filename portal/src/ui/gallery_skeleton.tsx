/** A gallery on its way: the heading and the first pictures as gray shapes of their size. */
import { Bar } from './states';

export function GallerySkeleton() {
  return (
    <div className="page-place max-w-7xl px-4 pt-8 sm:px-6 lg:px-10">
      <Bar className="mb-3 h-8 w-72" />
      <Bar className="mb-7 h-5 w-52" />
      <div className="grid grid-cols-2 gap-2 lg:grid-cols-3">
        {[1, 2, 3, 4, 5, 6].map((n) => (
          <Bar key={n} className="aspect-3/2 rounded-[4px]" />
        ))}
      </div>
    </div>
  );
}
