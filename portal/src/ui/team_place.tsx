/** A place in a customer team: the role, and an assistant's rights one by one (product 2.8). */
import { rightHint, RIGHTS, rightWord, ROLES, teamRole, teamRoleMeaning } from '../lib/teams';
import type { Place, Right, TeamRole } from '../lib/teams';
import { t } from '../lib/text';
import { Select, Switch } from './field';

interface PlaceFieldsProps {
  place: Place;
  onChange: (place: Place) => void;
}

export function PlaceFields({ place, onChange }: PlaceFieldsProps) {
  const { role, rights } = place;
  const turn = (right: Right, on: boolean) =>
    onChange({ role, rights: on ? [...rights, right] : rights.filter((one) => one !== right) });
  return (
    <>
      <Select
        label={t('Role')}
        value={role}
        hint={teamRoleMeaning(role)}
        onChange={(event) => onChange({ role: event.currentTarget.value as TeamRole, rights })}
      >
        {ROLES.map((one) => (
          <option key={one} value={one}>
            {teamRole(one)}
          </option>
        ))}
      </Select>
      {role === 'assistant' && (
        <fieldset className="grid gap-1">
          <legend className="mb-1 font-medium">{t('May also')}</legend>
          {RIGHTS.map((right) => {
            const implied = right === 'see_prices' && rights.includes('pay');
            return (
              <Switch
                key={right}
                label={rightWord(right)}
                hint={rightHint(right)}
                checked={implied || rights.includes(right)}
                disabled={implied}
                onChange={(on) => turn(right, on)}
              />
            );
          })}
        </fieldset>
      )}
    </>
  );
}
