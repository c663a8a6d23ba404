/** Pictures of a brand before they are sent: camera photos smaller, an SVG drawn besides, because mails show none. */
import type { PictureUse } from './branding';

const MOST_BYTES = 2_500_000;
/** The longest edge that is worth sending. */
const LONGEST: Record<PictureUse, number> = { logo: 1200, favicon: 512, portal_image: 2000 };
/** An SVG has no size of its own that counts. */
const DRAWN = { logo: 600, favicon: 256, portal_image: 2000 } as const;

interface Prepared {
  picture: Blob;
  drawn: Blob | null;
}

/** What is no picture goes as it is: the server says why it cannot be used. */
export async function prepared(use: PictureUse, file: File): Promise<Prepared> {
  const isVector = file.type === 'image/svg+xml' || /\.svg$/i.test(file.name);
  if (isVector) {
    const drawn = await redrawn(new Blob([file], { type: 'image/svg+xml' }), DRAWN[use], 'image/png', true);
    return use === 'logo' ? { picture: file, drawn } : { picture: drawn ?? file, drawn: null };
  }
  if (file.size <= MOST_BYTES) return { picture: file, drawn: null };
  const type = use === 'portal_image' ? 'image/jpeg' : 'image/png';
  return { picture: (await redrawn(file, LONGEST[use], type)) ?? file, drawn: null };
}

async function redrawn(file: Blob, longest: number, type: string, grow = false): Promise<Blob | null> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const edge = Math.max(image.naturalWidth, image.naturalHeight);
    if (!edge) return null;
    const scale = grow ? longest / edge : Math.min(1, longest / edge);
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, 0.9));
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}
