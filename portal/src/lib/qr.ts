/** A QR code as the path of an SVG: crisp at any size, on a card as on a sign in the yard. */

export interface QrCode {
  /** How many modules a side has, with the quiet rim that scanners need. */
  size: number;
  /** One square a dark module, in modules. */
  path: string;
}

const RIM = 4;

/** The code of a text, mended even when a sixth of it is dirty. */
export async function qrCode(text: string): Promise<QrCode> {
  const { generate, correction } = await import('lean-qr');
  const code = generate(text, { minCorrectionLevel: correction.M });
  let path = '';
  for (let y = 0; y < code.size; y++)
    for (let x = 0; x < code.size; x++) if (code.get(x, y)) path += `M${x + RIM} ${y + RIM}h1v1h-1z`;
  return { size: code.size + 2 * RIM, path };
}

/** The file that people print: black on white, 40 mm wide until somebody scales it. */
export const qrFile = ({ size, path }: QrCode) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="40mm" height="40mm" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
  `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>\n`;
