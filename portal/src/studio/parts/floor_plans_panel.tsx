/** The floor plans of an order in the workspace, in their order; a plan that was taken for a photo moves here, and back. */
import type { ComponentProps } from 'react';
import { tn } from '../../lib/text';
import { AssetGrid } from './asset_grid';

export function FloorPlansPanel(props: Omit<ComponentProps<typeof AssetGrid>, 'chosen' | 'onChoose'>) {
  const { assets } = props;
  if (assets.length === 0) return null;
  return (
    <section aria-labelledby="plans">
      <h2 id="plans" className="mb-3 text-lead font-semibold">
        {tn(assets.length, '{n} floor plan', '{n} floor plans')}
      </h2>
      <AssetGrid {...props} chosen={null} onChoose={() => undefined} />
    </section>
  );
}
