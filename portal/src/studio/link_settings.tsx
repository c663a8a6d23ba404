/** Settings: whether tours, websites and other links wait for payment as downloads do. */
import type { Answer } from '../lib/api';
import { useLinkRule, useLinkRuleChange } from '../lib/link_rule';
import { t } from '../lib/text';
import { Switch } from '../ui/field';
import { FormError } from '../ui/form_error';
import { Bar, Load } from '../ui/states';
import { toast } from '../ui/toast';
import { SettingsPage } from './parts/settings_page';

export default function LinkSettings() {
  const rule = useLinkRule();
  return (
    <SettingsPage
      title={t('Links')}
      below={t('3D tours, property websites and other pages outside, as your customers see them.')}
    >
      <Load
        query={rule}
        failed={t('The settings of links could not be loaded.')}
        skeleton={<Bar className="h-28 max-w-2xl rounded-card" />}
      >
        {(saved) => <Rule saved={saved} />}
      </Load>
    </SettingsPage>
  );
}

function Rule({ saved }: { saved: Answer<'/api/business/link-rule', 'get'> }) {
  const change = useLinkRuleChange();
  const waits = change.isPending ? change.variables.wait_for_payment : saved.wait_for_payment;
  const turn = (wait_for_payment: boolean) =>
    change.mutate(
      { wait_for_payment, version: saved.version },
      {
        onSuccess: () =>
          toast(wait_for_payment ? t('Links wait for payment now.') : t('Links are open from delivery now.')),
      },
    );
  return (
    <section
      className="grid max-w-2xl gap-4 rounded-card border border-line bg-surface p-5"
      aria-busy={change.isPending}
    >
      {!saved.may_change && (
        <p className="rounded-control bg-sunken px-3 py-2 text-small">
          {t('Only an owner or a manager can change this.')}
        </p>
      )}
      <Switch
        label={t('Links wait for payment')}
        hint={
          waits
            ? t('Customers and share links see no tour or link of a locked order; they appear once it is paid.')
            : t('Customers and share links see tours and links from delivery on, also while downloads are locked.')
        }
        checked={waits}
        disabled={!saved.may_change || change.isPending}
        onChange={turn}
      />
      {change.error && <FormError error={change.error} />}
    </section>
  );
}
