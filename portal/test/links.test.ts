import { describe, expect, it } from 'vitest';
import { moment } from '../src/lib/format';
import { completed, healthWords, type WorkspaceLink } from '../src/lib/links';

const zone = 'America/New_York';
const since = '2026-03-02T15:00:00Z';

type Health = WorkspaceLink['health'];

function link(health: Partial<Health>, hidden = false): WorkspaceLink {
  return {
    link_id: 'lnk_1',
    order_id: 'ord_1',
    kind: 'tour',
    title: '3D tour',
    url: 'https://tours.example.com/1',
    branded: true,
    hidden,
    position: 1,
    delivered: false,
    health: { state: 'ok', reason: null, since, checked_at: since, checking: false, ...health },
  };
}

describe('completed', () => {
  it.each([
    ['tours.example.com', 'https://tours.example.com'],
    [' my-tour.example.com/1?a=b ', 'https://my-tour.example.com/1?a=b'],
    ['example.com#top', 'https://example.com#top'],
    ['https://tours.example.com/1', 'https://tours.example.com/1'],
  ])('gives a pasted address without its beginning one: %s', (typed, meant) => {
    expect(completed(typed)).toBe(meant);
  });

  it.each([
    '',
    'tours',
    'http://example.com',
    'javascript:alert(1)',
    'ada@example.com',
    'example.com:8443/',
    'a b.com',
  ])('leaves what is none as it was typed, for the server to refuse: %s', (typed) => {
    expect(completed(typed)).toBe(typed);
  });
});

describe('healthWords', () => {
  it('says that a check is under way, whatever was found before', () => {
    expect(healthWords(link({ state: 'broken', reason: 'not_found', checking: true }), zone)).toEqual([
      'muted',
      'Checking…',
    ]);
    expect(healthWords(link({ state: 'unchecked', since: null }), zone)[1]).toBe('Checking…');
  });

  it('tells a site that answers from one that lets no program look', () => {
    expect(healthWords(link({}), zone)).toEqual(['ok', 'Answers']);
    expect(healthWords(link({ state: 'closed' }), zone)[0]).toBe('muted');
  });

  it('says since when a link is broken and why, in the time of the business', () => {
    const [tone, words] = healthWords(link({ state: 'broken', reason: 'not_found' }), zone);
    expect(tone).toBe('bad');
    expect(words).toBe(`Does not work since ${moment(since, zone)}: the page is not there`);
  });

  it('has words for a reason that it was not given', () => {
    expect(healthWords(link({ state: 'broken', reason: null }), zone)[1]).toContain('it does not answer');
  });

  it('is calm about a broken link that nobody sees', () => {
    expect(healthWords(link({ state: 'broken', reason: 'not_found' }, true), zone)[0]).toBe('muted');
  });
});
