/** Customers from a file: chosen or pasted, told apart row by row before anything is written, then imported in parts. */
import { useState, type SubmitEvent } from 'react';
import { textOfFile, usePreview, type Foreseen, type Mapping } from '../lib/customer_import';
import { textOf } from '../lib/form';
import { t } from '../lib/text';
import { Button } from '../ui/button';
import { TextArea } from '../ui/field';
import { useFilePick } from '../ui/file_pick';
import { fieldError, FormError } from '../ui/form_error';
import { Card, Page } from '../ui/page';
import { ImportForeseen } from './parts/import_foreseen';

export default function CustomerImport() {
  const [text, setText] = useState('');
  const preview = usePreview();
  const look = (text: string, mapping: Mapping | null) => {
    setText(text);
    preview.mutate({ text, mapping });
  };
  const [foreseen, setForeseen] = useState<Foreseen | null>(null);
  if (preview.data && preview.data !== foreseen) setForeseen(preview.data);
  return (
    <Page
      title={t('Import customers')}
      back={{ href: '/studio/customers', label: t('Customers') }}
      below={t('Nothing is written before you have seen what would come of it.')}
    >
      {foreseen ? (
        <ImportForeseen
          key={JSON.stringify(foreseen.mapping) + String(foreseen.rows.length)}
          foreseen={foreseen}
          busy={preview.isPending}
          error={preview.error}
          onMapping={(mapping) => look(text, mapping)}
          onOther={() => {
            preview.reset();
            setForeseen(null);
          }}
        />
      ) : (
        <Source text={text} busy={preview.isPending} error={preview.error} onText={(text) => look(text, null)} />
      )}
    </Page>
  );
}

interface SourceProps {
  text: string;
  busy: boolean;
  error: unknown;
  onText: (text: string) => void;
}

function Source({ text, busy, error, onText }: SourceProps) {
  const [unreadable, setUnreadable] = useState<Error | null>(null);
  const { field, pick } = useFilePick('customers', '.csv,.tsv,.txt,text/csv,text/plain', (file) => {
    setUnreadable(null);
    textOfFile(file).then(onText, setUnreadable);
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    setUnreadable(null);
    onText(textOf(new FormData(event.currentTarget), 'text'));
  };
  return (
    <Card className="grid max-w-2xl gap-5">
      <p>
        {t(
          'A CSV file of at most 2,000 customers, as your calendar, contacts or earlier system exports it. Its first line names the columns; only the e-mail address is needed.',
        )}
      </p>
      <div>
        <Button look="primary" icon="upload" busy={busy} onClick={pick}>
          {t('Choose a file')}
        </Button>
        {field}
      </div>
      <form onSubmit={submit} className="grid gap-3">
        <TextArea
          label={t('Or paste its text')}
          name="text"
          rows={6}
          required
          defaultValue={text}
          placeholder={'Email,Name,Phone,Brokerage\nada@example.com,Ada Lane,+1 207 555 0142,Harbor Homes'}
          error={unreadable?.message ?? fieldError(error, 'text')}
        />
        <FormError error={error} />
        <div>
          <Button type="submit" busy={busy}>
            {t('Look through it')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
