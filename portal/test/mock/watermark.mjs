/** A made-up watermark: its preview is a picture that was really marked, whatever is asked for. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as media from './media.mjs';

const saved = { version: 1, kind: 'text', text: 'Harbor Light', opacity: 60, style: 'tiled', logo: null };
let done = null;

const MOODS = {
  attention: {
    state: 'needs_attention',
    done: 96,
    total: 112,
    reason: null,
    stuck: [{ listing_id: 'lst_1', reason: '12-kitchen.jpg: Its original is not here any more.' }],
  },
  completed: { state: 'completed', done: 112, total: 112, reason: null, stuck: [] },
};

function remaking(mood) {
  if (done === null) return MOODS[mood] ?? null;
  done = Math.min(112, done + 15);
  return { ...MOODS.completed, state: done < 112 ? 'running' : 'completed', done };
}

export const read = (mood) => ({ ...saved, may_change: mood !== 'reading', remaking: remaking(mood) });

export function save({ version, ...mark }) {
  Object.assign(saved, mark, { version: version + 1 });
  done = 0;
  return { ...read(), remaking: { ...MOODS.completed, state: 'running', done: 0, total: 112 } };
}

export function retry() {
  done = 96;
  return read();
}

export const photos = () =>
  media.cards(true).map(({ listing_id, address_line }) => ({ listing_id, address_line }));

export function preview() {
  const folder = process.env.PHOTOS ?? '';
  const [first] = JSON.parse(readFileSync(path.join(folder, 'index.json'), 'utf8'));
  const [width, height] = first.large;
  const jpeg = readFileSync(path.join(folder, `${first.name.replace('.jpg', '')}-marked-large.jpg`)).toString(
    'base64',
  );
  return { jpeg, width, height };
}
