/** Large bundles in parts, for browsers that cannot stream to disk. */

export const PART_BYTES = 500_000_000;

/** Splits files, in order, into parts of at most `limit` bytes; a larger single file is a part of its own. */
export function parts<F extends { bytes: number }>(files: readonly F[], limit = PART_BYTES): F[][] {
  const result: F[][] = [];
  let room = 0;
  for (const file of files) {
    const last = result.at(-1);
    if (last && file.bytes <= room) last.push(file);
    else {
      result.push([file]);
      room = limit;
    }
    room -= file.bytes;
  }
  return result;
}

/** "12 Oak St.zip" -> "12 Oak St part 2 of 3.zip". */
export const partName = (name: string, part: number, of: number) =>
  of === 1 ? name : name.replace(/(\.zip)?$/i, ` part ${part} of ${of}.zip`);
