/** A link's kind, title and address, new or known; keeps what was typed when it is refused. */
import { useState } from 'react';
import { kindWord, type LinkKind } from '../../lib/link_words';
import { completed, KINDS, useLinkSaving, type WorkspaceLink } from '../../lib/links';
import { t } from '../../lib/text';
import { Field, Select, Switch } from '../../ui/field';
import { FormDialog } from '../../ui/form_dialog';
import { fieldError } from '../../ui/form_error';

interface LinkDialogProps {
  listing_id: string;
  order_id: string;
  /** None: a new one. */
  link: WorkspaceLink | undefined;
  onClose: () => void;
}

export default function LinkDialog({ listing_id, order_id, link, onClose }: LinkDialogProps) {
  const [kind, setKind] = useState<LinkKind>(link?.kind ?? 'tour');
  const [title, setTitle] = useState(link?.title ?? '');
  const [url, setUrl] = useState(link?.url ?? '');
  const [branded, setBranded] = useState(link?.branded ?? true);
  const saving = useLinkSaving(listing_id, order_id, link?.link_id);
  const save = () => {
    const whole = completed(url);
    setUrl(whole);
    saving.mutate({ kind, title: title.trim() || kindWord(kind), url: whole, branded }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={link ? t('Link details') : t('Add a link')}
      button={link ? t('Save') : t('Add')}
      noValidate
      sending={saving}
      onSubmit={save}
      onClose={onClose}
    >
      <Select
        label={t('Kind')}
        value={kind}
        onChange={(event) => setKind(KINDS[event.currentTarget.selectedIndex] ?? 'link')}
      >
        {KINDS.map((one) => (
          <option key={one} value={one}>
            {kindWord(one)}
          </option>
        ))}
      </Select>
      <Field
        label={t('Address')}
        type="url"
        inputMode="url"
        autoComplete="off"
        placeholder="https://"
        maxLength={2000}
        value={url}
        error={fieldError(saving.error, 'url')}
        onInput={(event) => setUrl(event.currentTarget.value)}
      />
      <Field
        label={t('Title')}
        optional
        maxLength={80}
        placeholder={kindWord(kind)}
        value={title}
        error={fieldError(saving.error, 'title')}
        onInput={(event) => setTitle(event.currentTarget.value)}
      />
      <Switch
        label={t('Branded')}
        hint={t('It shows a name, a logo or a phone number. Switch it off for a page that an MLS may take.')}
        checked={branded}
        onChange={setBranded}
      />
    </FormDialog>
  );
}
