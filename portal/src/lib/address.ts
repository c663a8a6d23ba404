/** "12 Oak Street, Austin, TX 78704" -> street and the rest, so that the street can stand out. */
export function splitAddress(line: string): [street: string, rest: string] {
  const comma = line.indexOf(',');
  return comma < 0 ? [line, ''] : [line.slice(0, comma), line.slice(comma + 1).trim()];
}
