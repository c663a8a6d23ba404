/** Large bundles in parts, for browsers that cannot stream to disk. */

export const PART_BYTES = 500_000_000;
/** What a ZIP holds beside the bytes of a file: 92, and its name of less than 100 twice; the end of the ZIP counts too. */
const BESIDE_A_FILE = 400;

/** Whether a ZIP of one part can hold a file of this size. */
export const fitsPart = (bytes: number, limit = PART_BYTES) => bytes + BESIDE_A_FILE <= limit;

/** Splits files, in order, into ZIPs of at most `limit` bytes; a larger single file is a part of its own. */
export function parts<F extends { bytes: number }>(files: readonly F[], limit = PART_BYTES): F[][] {
  const result: F[][] = [];
  let room = 0;
  for (const file of files) {
    const last = result.at(-1);
    if (last && fitsPart(file.bytes, room)) last.push(file);
    else {
      result.push([file]);
      room = limit;
    }
    room -= file.bytes + BESIDE_A_FILE;
  }
  return result;
}

/** "12 Oak St.zip" -> "12 Oak St part 2 of 3.zip". */
export const partName = (name: string, part: number, of: number) =>
  of === 1 ? name : name.replace(/(\.zip)?$/i, ` part ${part} of ${of}.zip`);
