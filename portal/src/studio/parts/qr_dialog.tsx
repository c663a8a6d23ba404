/** The QR code of one way into the portal, to look at and to keep as a file. */
import { useQuery } from '@tanstack/react-query';
import type { Entrance } from '../../lib/entrances';
import { qrCode, qrFile, type QrCode } from '../../lib/qr';
import { t } from '../../lib/text';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { Bar, Load } from '../../ui/states';

export default function QrDialog({ entrance, onClose }: { entrance: Entrance; onClose: () => void }) {
  const url = entrance.url;
  const code = useQuery({ queryKey: ['qr', url], queryFn: () => qrCode(url), staleTime: Infinity });
  return (
    <Dialog
      title={t('QR code: {page}', { page: entrance.title })}
      onClose={onClose}
      footer={
        <Button
          look="primary"
          icon="download"
          disabled={!code.data}
          onClick={() => code.data && save(code.data, `qr${entrance.path.replace('/', '-')}.svg`)}
        >
          {t('Download SVG')}
        </Button>
      }
    >
      <Load
        query={code}
        failed={t('The code could not be drawn.')}
        skeleton={<Bar className="mx-auto aspect-square w-64 max-w-full" />}
      >
        {(data) => (
          <figure className="grid justify-items-center gap-3">
            <svg
              role="img"
              aria-label={t('QR code of {url}', { url })}
              viewBox={`0 0 ${data.size} ${data.size}`}
              className="w-64 max-w-full rounded-control bg-white"
              shape-rendering="crispEdges"
            >
              <path d={data.path} fill="#000" />
            </svg>
            <figcaption className="text-center text-small break-all text-muted">{url}</figcaption>
          </figure>
        )}
      </Load>
    </Dialog>
  );
}

function save(code: QrCode, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([qrFile(code)], { type: 'image/svg+xml' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
