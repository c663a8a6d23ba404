/** Whose things a list shows: everybody's in one's teams, one's own, or one agent's (product 2.8). */
import { useViewer } from '../lib/session';
import { useAgents } from '../lib/teams';
import { t } from '../lib/text';
import { Select } from './field';

interface AgentFilterProps {
  agent: string | undefined;
  onChange: (agent: string | undefined) => void;
}

export default function AgentFilter({ agent, onChange }: AgentFilterProps) {
  const viewer = useViewer();
  const { data } = useAgents();
  return (
    <Select
      quiet
      label={t('Agent')}
      value={agent ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    >
      <option value="">{t('All agents')}</option>
      {viewer?.customer_id && <option value={viewer.customer_id}>{t('Only mine')}</option>}
      {data?.agents.map((one) => (
        <option key={one.customer_id} value={one.customer_id}>
          {one.name || one.email}
        </option>
      ))}
    </Select>
  );
}
