/** The brand of the business as the studio changes it: what is saved, what is being tried, pictures on their way. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ask, GET, POST, PUT, type Answer } from './api';
import { base64 } from './base64';
import { palette } from './palette';

export type SavedBrand = Answer<'/api/brand', 'get'>;
export type BrandPicture = NonNullable<SavedBrand['logo']>;
export type PictureUse = 'logo' | 'favicon' | 'portal_image';
export type FocusedImage = NonNullable<SavedBrand['portal_image']>;
/** A brand as the form holds it; `accent` is the last real color, `typed` what stands in the field. */
export interface BrandDraft extends Pick<
  SavedBrand,
  'name' | 'phone' | 'email' | 'logo' | 'favicon' | 'portal_image'
> {
  accent: string;
  typed: string;
}

const KEY = ['brand'];

export const draftOf = ({ name, phone, email, logo, favicon, portal_image, palette }: SavedBrand): BrandDraft => ({
  name,
  phone,
  email,
  logo,
  favicon,
  portal_image,
  accent: palette.accent,
  typed: palette.accent,
});

/** `#rrggbb` for what people type as a color ("1C6B57", "#1cb"), null for what is none. */
export function colorOf(typed: string): string | null {
  const hex = typed.trim().replace(/^#/, '').toLowerCase();
  if (/^[0-9a-f]{3}$/.test(hex)) return `#${hex.replace(/./g, '$&$&')}`;
  return /^[0-9a-f]{6}$/.test(hex) ? `#${hex}` : null;
}

/** Whether both are the same brand for everybody who sees it. */
export function isSameBrand(draft: BrandDraft, saved: SavedBrand): boolean {
  const said = (['name', 'phone', 'email'] as const).every((one) => draft[one].trim() === saved[one]);
  const shown = (['logo', 'favicon'] as const).every((one) => draft[one]?.picture === saved[one]?.picture);
  const [image, before] = [draft.portal_image, saved.portal_image];
  const framed =
    image?.image.picture === before?.image.picture && image?.x === before?.x && image?.y === before?.y;
  return said && shown && framed && colorOf(draft.typed) === saved.palette.accent;
}

export const useBrand = () =>
  useQuery({
    queryKey: KEY,
    queryFn: () => ask(GET('/api/brand')),
  });

export function useSaveBrand() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ draft, version }: { draft: BrandDraft; version: number }) => {
      const { name, phone, email, logo, favicon, portal_image: image } = draft;
      const pictures = {
        logo: logo?.picture ?? null,
        favicon: favicon?.picture ?? null,
        portal_image: image && { picture: image.image.picture, x: image.x, y: image.y },
      };
      const body = { version, name, phone, email, palette: palette(draft.accent), ...pictures };
      return ask(PUT('/api/brand', { body }));
    },
    onSuccess: (saved) => {
      cache.setQueryData(KEY, saved);
      void cache.invalidateQueries({ queryKey: ['session'] });
    },
    onError: () => cache.invalidateQueries({ queryKey: KEY }),
  });
}

/** Makes a picture of a file ready; a photo straight from the camera is made smaller on the way. */
export function useBrandPicture(use: PictureUse) {
  return useMutation({
    mutationFn: async (file: File) => {
      const { prepared } = await import('./brand_pictures');
      const { picture, drawn } = await prepared(use, file);
      const body = { use, file: await base64(picture), drawn: drawn && (await base64(drawn)) };
      return ask(POST('/api/brand/pictures', { body }));
    },
  });
}
