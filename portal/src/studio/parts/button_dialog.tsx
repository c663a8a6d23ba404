/** A ready HTML button for the business's own website, in its accent. */
import { useRef, type ReactNode } from 'react';
import type { SavedBrand } from '../../lib/branding';
import { buttonHtml, buttonStyle, type Entrance } from '../../lib/entrances';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { TextArea } from '../../ui/field';
import { Load, type LoadProps } from '../../ui/states';
import { toast } from '../../ui/toast';

interface ButtonDialogProps {
  entrance: Entrance;
  brand: LoadProps<SavedBrand>['query'];
  skeleton: ReactNode;
  onClose: () => void;
}

export default function ButtonDialog({ entrance, brand, skeleton, onClose }: ButtonDialogProps) {
  return (
    <Dialog title={t('HTML button: {page}', { page: entrance.title })} onClose={onClose}>
      <Load query={brand} failed={t('The brand could not be loaded.')} skeleton={skeleton}>
        {({ palette }) => <Ready entrance={entrance} palette={palette} />}
      </Load>
    </Dialog>
  );
}

function Ready({ entrance, palette }: { entrance: Entrance; palette: SavedBrand['palette'] }) {
  const html = buttonHtml(entrance.url, entrance.button, palette);
  const area = useRef<HTMLDivElement>(null);
  const copy = () =>
    navigator.clipboard.writeText(html).then(
      () => toast(t('The code is copied.')),
      () => area.current?.querySelector('textarea')?.select(),
    );
  return (
    <div ref={area} className="grid gap-4">
      <div className="grid place-items-center rounded-control border border-line bg-white p-6">
        <span style={buttonStyle(palette)}>{entrance.button}</span>
      </div>
      <TextArea
        label={t('Code')}
        hint={t('Paste it where your website takes HTML.')}
        readOnly
        rows={5}
        value={html}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button look="primary" className="justify-self-start max-sm:w-full" onClick={() => void copy()}>
        {t('Copy the code')}
      </Button>
    </div>
  );
}
