/** The files of a drop or a picker, folders opened, without the notes that systems leave in folders. */

const isNote = (name: string) => name.startsWith('.') || /^(thumbs\.db|desktop\.ini)$/i.test(name);
const inOrder = (files: File[]) =>
  files
    .filter((file) => !isNote(file.name))
    .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));

function readAll(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => {
    const found: FileSystemEntry[] = [];
    const more = () =>
      reader.readEntries((entries) => {
        if (entries.length === 0) return resolve(found);
        found.push(...entries);
        more();
      }, reject);
    more();
  });
}

const folders = new WeakMap<File, string>();

/** The path of the folder that a file lay in, as far as the browser tells; its name may say what is in it. */
export const folderOf = (file: File) => folders.get(file) ?? '';

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    folders.set(file, entry.fullPath.replace(/^\/|\/?[^/]*$/g, ''));
    return [file];
  }
  const entries = await readAll((entry as FileSystemDirectoryEntry).createReader());
  return (await Promise.all(entries.map(filesOf))).flat();
}

export async function droppedFiles(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const nested = entries.length ? await Promise.all(entries.map(filesOf)) : [[...data.files]];
  return inOrder(nested.flat());
}

export function pickedFiles(list: FileList | null): File[] {
  const files = [...(list ?? [])];
  for (const file of files) folders.set(file, file.webkitRelativePath.replace(/\/?[^/]*$/, ''));
  return inOrder(files);
}
