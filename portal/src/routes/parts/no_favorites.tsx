/** What stands where the favorites will be. */
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { Empty } from '../../ui/states';

export default function NoFavorites({ onAll }: { onAll: () => void }) {
  return (
    <Empty
      icon="heart"
      title={t('No favorites yet')}
      action={<Button onClick={onAll}>{t('Show all photos')}</Button>}
    >
      {t('Press the heart on a photo to keep it here.')}
    </Empty>
  );
}
