/** A customer team with an assistant, so that teams, the filter by agent, and ordering for somebody can be looked at. */
const TEAM = 'tem_01K0000000000000000000000A';
const rights = [];
const members = [
  ['acc_1', 'cus_1', 'maya@brightkey.example', 'Maya Torres', 'admin', rights],
  ['acc_2', 'cus_2', 'jordan.avery@brightkey.example', 'Jordan Avery', 'member', rights],
  ['acc_3', 'cus_3', 'sam@brightkey.example', '', 'assistant', ['book', 'see_prices', 'pay']],
].map(([account_id, customer_id, email, name, role, granted]) => ({
  account_id,
  customer_id,
  email,
  name,
  role,
  rights: granted,
}));
let invitations = [
  {
    invitation_id: 'inv_1',
    email: 'robin@brightkey.example',
    role: 'member',
    rights,
    expires_at: new Date(Date.now() + 80_000_000).toISOString(),
  },
];
let name = 'Brightkey Realty';
let shared = false;
let override = null;

export const list = (none, staff) => ({
  teams: none ? [] : [{ team_id: TEAM, name, member_count: members.length, role: staff ? null : 'admin' }],
  next_cursor: null,
});

export const read = () => ({ team_id: TEAM, name, members, invitations, may_change: true });

export function rename(body) {
  name = body.name;
  return read();
}

export function invite(body) {
  const made = {
    invitation_id: `inv_${Date.now()}`,
    expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    ...body,
  };
  invitations = [made, ...invitations];
  return made;
}

export function takeBack(invitation_id) {
  invitations = invitations.filter((one) => one.invitation_id !== invitation_id);
}

export function change(account_id, body) {
  return Object.assign(
    members.find((one) => one.account_id === account_id),
    body,
  );
}

export function remove(account_id) {
  members.splice(
    members.findIndex((one) => one.account_id === account_id),
    1,
  );
}

export const invited = () => ({
  team_id: TEAM,
  team_name: name,
  email: 'maya@brightkey.example',
  role: 'assistant',
  rights: ['book', 'pay'],
  invited_by: 'Jordan Avery',
});

export const agents = () => ({
  agents: members
    .slice(1)
    .map(({ customer_id, name: called, email }) => ({ customer_id, name: called, email, may_book: true })),
});

export const onListing = (gallery) => gallery && { ...gallery, agent: null, teams: [{ team_id: TEAM, shared }] };
export const share = (body) => (shared = body.shared);
export const overrideNow = () => ({ override, history: [] });
export function say(body) {
  override = body.override;
  return overrideNow();
}
