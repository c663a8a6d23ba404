/** A made-up brand: what is uploaded is shown as it came. */
import { randomBytes } from 'node:crypto';

const saved = {
  version: 0,
  name: 'Harbor & Pine Photography',
  phone: '+1 207 555 0142',
  email: 'hello@harbor.example',
};
const shown = { logo: null, favicon: null, portal_image: null };
const pictures = new Map();
export const files = new Map();

export const read = (palette, mood) => ({ ...saved, ...shown, palette, may_change: mood !== 'reading' });

export function take({ use, file }) {
  let data = Buffer.from(file, 'base64');
  if (data.subarray(0, 4).toString() === '%PDF') return null;
  const picture = randomBytes(16).toString('hex');
  const vector = data.includes('<svg');
  const url = `/assets/brand/${picture}.${vector ? 'svg' : 'png'}`;
  // The server's own has its size written in it too.
  if (vector) data = Buffer.from(data.toString().replace('<svg ', '<svg width="300" height="80" '));
  files.set(url, { data, type: vector ? 'image/svg+xml' : 'image/png' });
  const room = { logo: [150, 40], favicon: [64, 64], portal_image: [1600, 1067] }[use];
  const plate = use === 'logo' ? 'light' : null;
  pictures.set(picture, { picture, url, width: room[0], height: room[1], plate });
  return pictures.get(picture);
}

export function save({ version, logo, favicon, portal_image, palette, ...words }) {
  Object.assign(saved, words, { version: version + 1 });
  shown.logo = pictures.get(logo) ?? null;
  shown.favicon = pictures.get(favicon) ?? null;
  shown.portal_image = portal_image && {
    image: pictures.get(portal_image.picture),
    x: portal_image.x,
    y: portal_image.y,
  };
  return read(palette);
}

/** The pictures' part of the shell's head, as the server writes it. */
export function head() {
  const { logo, portal_image: image } = shown;
  const room = ({ width, height }) => `data-width="${width}" data-height="${height}"`;
  const parts = [];
  if (logo) parts.push(`<meta name="brand-logo" content="${logo.url}" ${room(logo)} data-plate="${logo.plate}">`);
  if (image)
    parts.push(
      `<meta name="brand-image" content="${image.image.url}" data-small="${image.image.url}" ${room(image.image)} data-x="${image.x}" data-y="${image.y}">`,
    );
  return parts.join('');
}
