/** Settings: the links into the portal, to copy, to print and to put on a website. */
import { lazy, Suspense, useState } from 'react';
import { useBrand } from '../lib/branding';
import { entrances, type Entrance } from '../lib/entrances';
import { useHost } from '../lib/host';
import { t } from '../lib/text';
import { Button } from '../ui/button';
import { CopyText } from '../ui/copy_text';
import { Bar, Load } from '../ui/states';
import { SettingsPage } from './parts/settings_page';

const QrDialog = lazy(() => import('./parts/qr_dialog'));
const ButtonDialog = lazy(() => import('./parts/button_dialog'));

type Opened = { kind: 'qr' | 'button'; entrance: Entrance } | null;

export default function Entrances() {
  const host = useHost();
  const [opened, setOpened] = useState<Opened>(null);
  const close = () => setOpened(null);
  return (
    <SettingsPage
      title={t('Portal links')}
      below={t('Where customers book and sign in: for your website, your cards and your mails.')}
    >
      <Load
        query={host}
        failed={t('The links could not be loaded.')}
        skeleton={<Bar className="h-96 max-w-3xl rounded-card" />}
      >
        {({ links_url }) => (
          <ul className="grid max-w-3xl gap-4">
            {entrances(links_url).map((entrance) => (
              <li key={entrance.path}>
                <Way entrance={entrance} onOpen={(kind) => setOpened({ kind, entrance })} />
              </li>
            ))}
          </ul>
        )}
      </Load>
      {opened && (
        <Suspense fallback={null}>
          {opened.kind === 'qr' ? (
            <QrDialog entrance={opened.entrance} onClose={close} />
          ) : (
            <Colored entrance={opened.entrance} onClose={close} />
          )}
        </Suspense>
      )}
    </SettingsPage>
  );
}

function Way({ entrance, onOpen }: { entrance: Entrance; onOpen: (kind: 'qr' | 'button') => void }) {
  return (
    <section aria-label={entrance.title} className="grid gap-3 rounded-card border border-line bg-surface p-5">
      <div>
        <h2 className="text-lead font-semibold">{entrance.title}</h2>
        <p className="text-muted">{entrance.below}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        <CopyText
          value={entrance.url}
          label={t('Address of {page}', { page: entrance.title })}
          done={t('The link is copied.')}
        />
        <Button onClick={() => onOpen('qr')} className="max-sm:flex-1">
          {t('QR code')}
        </Button>
        <Button onClick={() => onOpen('button')} className="max-sm:flex-1">
          {t('HTML button')}
        </Button>
      </div>
    </section>
  );
}

/** The button takes the saved accent; while that is on its way, the dialog has its place already. */
function Colored({ entrance, onClose }: { entrance: Entrance; onClose: () => void }) {
  const brand = useBrand();
  return <ButtonDialog entrance={entrance} onClose={onClose} brand={brand} skeleton={<Bar className="h-40" />} />;
}
