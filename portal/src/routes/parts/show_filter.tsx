/** Which of the photos are shown: all, the favorites, or what came since the last visit. */
import { newsWords } from '../../lib/news_words';
import { t } from '../../lib/text';
import { Icon } from '../../ui/icon';

export type Show = 'all' | 'favorites' | 'new';

interface ShowFilterProps {
  show: Show;
  all: number;
  favorites: number;
  news: { added: number; replaced: number };
  onShow: (show: Show) => void;
}

export function ShowFilter({ show, all, favorites, news, onShow }: ShowFilterProps) {
  const choice = (value: Show, label: string, count?: number) => (
    <button
      type="button"
      aria-pressed={show === value}
      onClick={() => onShow(value)}
      className="numbers inline-flex min-h-9 shrink-0 items-center gap-1.5 rounded-full border border-line bg-surface px-3.5 text-small font-medium hover:bg-sunken aria-pressed:border-transparent aria-pressed:bg-ink aria-pressed:text-canvas"
    >
      {value === 'favorites' && <Icon name="heart" className="size-4" />}
      {label}
      {count !== undefined && <span className="opacity-75">{count.toLocaleString()}</span>}
    </button>
  );
  return (
    <div className="no-print -mx-4 flex min-h-11 items-center gap-2 overflow-x-auto px-4 [scrollbar-width:none] sm:mx-0 sm:px-0">
      <div role="group" aria-label={t('Show')} className="flex items-center gap-2">
        {choice('all', t('All'), all)}
        {choice('favorites', t('Favorites'), favorites)}
        {news.added + news.replaced > 0 && choice('new', newsWords(news))}
      </div>
    </div>
  );
}
