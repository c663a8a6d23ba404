/** The words of tours, websites and other pages outside. */
import type { Gallery } from './api';
import { t } from './text';

export type Link = Gallery['links'][number];
export type LinkKind = Link['kind'];

const KIND_WORDS: Record<LinkKind, string> = { tour: '3D tour', website: 'Property website', link: 'Other link' };

export const kindWord = (kind: LinkKind) => t(KIND_WORDS[kind]);

/** The site, as people read it. */
export const siteOf = (url: string) => (URL.parse(url)?.host ?? url).replace(/^www\./, '');
