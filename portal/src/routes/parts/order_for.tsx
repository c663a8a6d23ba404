/** For whom an order is placed: oneself, or an agent of one's team for whom one may order; nothing for everybody else. */
import { useEffect } from 'react';
import { useAgents } from '../../lib/teams';
import { t } from '../../lib/text';
import { Select } from '../../ui/field';
import { Card } from '../../ui/page';

interface OrderForProps {
  customer_id: string | undefined;
  onChange: (customer_id: string | undefined) => void;
}

export default function OrderFor({ customer_id, onChange }: OrderForProps) {
  const { data } = useAgents();
  const agents = data?.agents.filter((one) => one.may_book) ?? [];
  const gone = data && customer_id && !agents.some((one) => one.customer_id === customer_id);
  useEffect(() => {
    if (gone) onChange(undefined);
  }, [gone, onChange]);
  if (agents.length === 0) return null;
  return (
    <Card>
      <Select
        label={t('Order for')}
        hint={t('The order, its photos and its invoice belong to them.')}
        value={customer_id ?? ''}
        onChange={(event) => onChange(event.currentTarget.value || undefined)}
      >
        <option value="">{t('Myself')}</option>
        {agents.map((one) => (
          <option key={one.customer_id} value={one.customer_id}>
            {one.name || one.email}
          </option>
        ))}
      </Select>
    </Card>
  );
}
