/** Step 2 of an order: one package and any add-ons, priced for this property's size. */
import { useQuery } from '@tanstack/react-query';
import { ask, GET, type Product } from '../../lib/api';
import { parseSize, type Draft } from '../../lib/draft';
import { money } from '../../lib/format';
import { priceFor, type Errors } from '../../lib/order_form';
import { t, tn } from '../../lib/text';
import { IconButton } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { Bar, Empty, Load } from '../../ui/states';

interface StepProps {
  draft: Draft;
  change: (change: Partial<Draft>) => void;
  errors: Errors;
}

export function useCatalog() {
  return useQuery({ queryKey: ['products'], queryFn: () => ask(GET('/api/products')), staleTime: 60_000 });
}

export function ProductsStep({ draft, change, errors }: StepProps) {
  const catalog = useCatalog();
  const size = parseSize(draft.square_feet) ?? 0;
  const set = (product_id: string, quantity: number) =>
    change({ quantities: { ...draft.quantities, [product_id]: quantity } });
  return (
    <Load query={catalog} failed={t('The products could not be loaded.')} skeleton={<Skeleton />}>
      {({ products }) => {
        const packages = products.filter((product) => product.kind === 'package');
        const addOns = products.filter((product) => product.kind === 'add_on');
        const choose = (chosen: Product) =>
          change({
            quantities: {
              ...draft.quantities,
              ...Object.fromEntries(packages.map(({ product_id }) => [product_id, 0])),
              [chosen.product_id]: 1,
            },
          });
        if (products.length === 0) return <Empty icon="orders" title={t('There are no products to order yet')} />;
        return (
          <>
            {errors.lines && (
              <p role="alert" className="flex gap-2 rounded-control bg-bad-soft px-3 py-2.5 text-bad">
                <Icon name="alert" /> {errors.lines}
              </p>
            )}
            {packages.length > 0 && (
              <fieldset>
                <legend className="mb-3 text-lead font-semibold">{t('Choose a package')}</legend>
                <div className="grid gap-3">
                  {packages.map((product) => (
                    <PackageCard
                      key={product.product_id}
                      product={product}
                      size={size}
                      chosen={(draft.quantities[product.product_id] ?? 0) > 0}
                      onChoose={() => choose(product)}
                    />
                  ))}
                </div>
              </fieldset>
            )}
            {addOns.length > 0 && (
              <section>
                <h2 className="mb-3 text-lead font-semibold">{t('Add-ons')}</h2>
                <ul className="divide-y divide-line rounded-card border border-line bg-surface">
                  {addOns.map((product) => (
                    <AddOn
                      key={product.product_id}
                      product={product}
                      size={size}
                      quantity={draft.quantities[product.product_id] ?? 0}
                      onChange={(quantity) => set(product.product_id, quantity)}
                    />
                  ))}
                </ul>
              </section>
            )}
          </>
        );
      }}
    </Load>
  );
}

function included({ kind, count }: Product['includes'][number]): string {
  const words: Record<string, [string, string]> = {
    photo: ['{n} photo', '{n} photos'],
    video: ['{n} video', '{n} videos'],
    floor_plan: ['{n} floor plan', '{n} floor plans'],
    tour: ['{n} 3D tour', '{n} 3D tours'],
  };
  const [one, many] = words[kind] ?? [`{n} ${kind.replaceAll('_', ' ')}`, `{n} ${kind.replaceAll('_', ' ')}`];
  return tn(count, one, many);
}

function PackageCard({
  product,
  size,
  chosen,
  onChoose,
}: {
  product: Product;
  size: number;
  chosen: boolean;
  onChoose: () => void;
}) {
  const price = priceFor(product, size);
  return (
    <label
      className={`relative flex items-start gap-4 rounded-card border bg-surface p-5 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-ring ${
        chosen ? 'border-ring ring-1 ring-ring' : 'border-line'
      } ${price ? 'hover:border-ring' : 'opacity-60'}`}
    >
      <input
        type="radio"
        name="package"
        className="sr-only"
        checked={chosen}
        disabled={!price}
        onChange={onChoose}
      />
      <span
        className={`mt-0.5 grid size-5 shrink-0 place-items-center rounded-full border ${chosen ? 'border-transparent bg-accent text-on-accent' : 'border-edge'}`}
      >
        {chosen && <Icon name="check" className="size-3.5" />}
      </span>
      <span className="grid min-w-0 flex-1 gap-x-8 gap-y-2 sm:grid-cols-[1fr_auto]">
        <span className="grid gap-1">
          <span className="text-lead font-semibold">{product.name}</span>
          <span className="text-muted">{product.description}</span>
          {product.includes.length > 0 && (
            <span className="text-small text-muted">{product.includes.map(included).join(' · ')}</span>
          )}
        </span>
        <span className="flex flex-wrap items-baseline justify-between gap-x-3 sm:flex-col sm:items-end sm:justify-start">
          <span className="numbers text-lead font-semibold">{price ? money(price) : t('Not for this size')}</span>
          <span className="text-small text-muted">
            {tn(product.turnaround_hours, 'Ready in {n} hour', 'Ready in {n} hours')}
          </span>
        </span>
      </span>
    </label>
  );
}

function AddOn({
  product,
  size,
  quantity,
  onChange,
}: {
  product: Product;
  size: number;
  quantity: number;
  onChange: (quantity: number) => void;
}) {
  const price = priceFor(product, size);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3.5">
      <div className="min-w-0 flex-1 basis-52">
        <p className="font-medium">{product.name}</p>
        <p className="text-small text-muted">{product.description}</p>
      </div>
      <span className="numbers">{price ? money(price) : t('Not for this size')}</span>
      <span
        role="group"
        aria-label={product.name}
        className="flex items-center rounded-control border border-line"
      >
        <IconButton icon="minus" label={t('Remove')} disabled={!quantity} onClick={() => onChange(quantity - 1)} />
        <output className="numbers min-w-6 text-center">{quantity}</output>
        <IconButton
          icon="plus"
          label={t('Add')}
          disabled={!price || quantity >= 20}
          onClick={() => onChange(quantity + 1)}
        />
      </span>
    </li>
  );
}

function Skeleton() {
  return (
    <div className="grid gap-3">
      {[1, 2, 3].map((n) => (
        <Bar key={n} className="h-30" />
      ))}
    </div>
  );
}
