/** Settings: the business's brand, tried beside its form before it is saved. */
import { useState } from 'react';
import { colorOf, draftOf, isSameBrand, useBrand, useSaveBrand } from '../lib/branding';
import type { BrandDraft, SavedBrand } from '../lib/branding';
import { t } from '../lib/text';
import { Button } from '../ui/button';
import { FormError } from '../ui/form_error';
import { Bar, Load } from '../ui/states';
import { toast } from '../ui/toast';
import { Unsaved } from '../ui/unsaved';
import { BrandForm } from './parts/brand_form';
import { BrandPreview } from './parts/brand_preview';
import { SettingsPage } from './parts/settings_page';

export default function Brand() {
  const brand = useBrand();
  return (
    <SettingsPage
      title={t('Brand')}
      below={t('Your name, colors and pictures on every page and in every mail that your customers see.')}
    >
      <Load query={brand} failed={t('The brand could not be loaded.')} skeleton={<Skeleton />}>
        {(saved) => <Editor saved={saved} />}
      </Load>
    </SettingsPage>
  );
}

const COLUMNS = 'grid items-start gap-6 lg:grid-cols-[minmax(0,24rem)_minmax(0,1fr)]';

function Skeleton() {
  return (
    <div className={COLUMNS}>
      <Bar className="h-[40rem] rounded-card" />
      <Bar className="h-96 rounded-card max-lg:hidden" />
    </div>
  );
}

function Editor({ saved }: { saved: SavedBrand }) {
  const [draft, setDraft] = useState<BrandDraft>(() => draftOf(saved));
  const save = useSaveBrand();
  const isChanged = !isSameBrand(draft, saved);
  const change = (change: Partial<BrandDraft>) => {
    setDraft((now) => ({ ...now, ...change }));
    save.reset();
  };
  const submit = () =>
    save.mutate(
      { draft, version: saved.version },
      {
        onSuccess: (after) => {
          setDraft(draftOf(after));
          toast(t('The brand is saved. Your portal shows it within a minute.'));
        },
      },
    );
  const isComplete = colorOf(draft.typed) !== null && draft.name.trim() !== '';
  return (
    <div className={COLUMNS}>
      <form
        className="grid gap-6 rounded-card border border-line bg-surface p-5"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {!saved.may_change && (
          <p className="rounded-control bg-sunken px-3 py-2 text-small">
            {t('Only an owner or a manager can change this.')}
          </p>
        )}
        <BrandForm draft={draft} error={save.error} disabled={!saved.may_change} onChange={change} />
        {save.error && <FormError error={save.error} />}
        {saved.may_change && (
          <div className="flex flex-wrap gap-2 border-t border-line pt-4 [&>*]:max-sm:flex-1">
            <Button type="submit" look="primary" busy={save.isPending} disabled={!isChanged || !isComplete}>
              {t('Save brand')}
            </Button>
            {isChanged && <Button onClick={() => change(draftOf(saved))}>{t('Discard changes')}</Button>}
          </div>
        )}
      </form>
      <BrandPreview draft={draft} />
      <Unsaved when={isChanged && saved.may_change && !save.isPending} />
    </div>
  );
}
