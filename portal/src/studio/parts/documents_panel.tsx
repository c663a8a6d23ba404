/** The documents of an order in the workspace: their names, whether the customer gets them, and their details. */
import type { WorkspaceAsset } from '../../lib/api';
import { bytes } from '../../lib/format';
import { t, tn } from '../../lib/text';
import { IconButton } from '../../ui/button';
import { Icon } from '../../ui/icon';

export function DocumentsPanel({
  documents,
  onOpen,
}: {
  documents: WorkspaceAsset[];
  onOpen: (asset_id: string) => void;
}) {
  return (
    <section aria-labelledby="documents">
      <h2 id="documents" className="mb-3 text-lead font-semibold">
        {tn(documents.length, '{n} document', '{n} documents')}
      </h2>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {documents.map(({ asset_id, name, caption, hidden, branded, bytes: size }) => (
          <li key={asset_id} className="flex min-h-14 items-center gap-4 px-5 py-2">
            <Icon name={hidden ? 'hidden' : 'document'} className="size-5 text-muted" />
            <p className={`min-w-0 flex-1 ${hidden ? 'text-muted' : ''}`}>
              <span className="block [overflow-wrap:anywhere]">{caption || name}</span>
              <span className="numbers block text-small text-muted">
                {[hidden && t('Hidden'), t('PDF, {bytes}', { bytes: bytes(size) }), branded && t('Branded')]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </p>
            <IconButton icon="edit" label={t('Edit {name}', { name })} onClick={() => onOpen(asset_id)} />
          </li>
        ))}
      </ul>
    </section>
  );
}
