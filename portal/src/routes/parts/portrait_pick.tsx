/** One's own picture: what there is, another one, none. */
import { usePortrait, type OwnAccount } from '../../lib/account';
import { useSession } from '../../lib/session';
import { t } from '../../lib/text';
import { Button, IconButton } from '../../ui/button';
import { useFilePick } from '../../ui/file_pick';
import { fieldError } from '../../ui/form_error';
import { Icon } from '../../ui/icon';
import { Portrait } from '../../ui/portrait';

export function PortraitPick({ account }: { account: OwnAccount }) {
  const { business } = useSession();
  const portrait = usePortrait();
  const file = useFilePick('portrait', 'image/png,image/jpeg,image/webp', (chosen) => portrait.mutate(chosen));
  const problem = fieldError(portrait.error, 'file') ?? portrait.error?.message;
  const url = account.portrait_url;
  return (
    <div
      role="group"
      aria-label={t('Picture of you')}
      className="mb-5 flex flex-wrap items-center gap-x-4 gap-y-3"
    >
      <Portrait url={url} name={account.name ?? account.email} />
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2">
          <Button icon="upload" busy={portrait.isPending} onClick={file.pick}>
            {url ? t('Replace') : t('Choose a picture')}
          </Button>
          {url && (
            <IconButton
              icon="trash"
              label={t('Remove your picture')}
              disabled={portrait.isPending}
              onClick={() => portrait.mutate(null)}
            />
          )}
          {file.field}
        </div>
        {problem ? (
          <p role="alert" className="mt-1.5 flex gap-1.5 text-small text-bad">
            <Icon name="alert" className="mt-0.5 size-4" />
            {problem}
          </p>
        ) : (
          <p className="mt-1.5 text-small text-muted">{t('Shown to {business}.', { business: business.name })}</p>
        )}
      </div>
    </div>
  );
}
