/** Draws the business's initial in its accent as the tab's icon, unless the shell brought one (no request, no markup). */
export function drawIcon(name: string): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"][href="data:,"]');
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 64;
  const context = canvas.getContext('2d');
  const initial = Array.from(name.trim())[0];
  if (!link || !context || !initial) return;
  const styles = getComputedStyle(document.documentElement);
  context.fillStyle = styles.getPropertyValue('--brand-accent').trim() || '#3f3f46';
  context.beginPath();
  context.roundRect(0, 0, 64, 64, 14);
  context.fill();
  context.fillStyle = styles.getPropertyValue('--brand-on-accent').trim() || '#ffffff';
  context.font = '600 40px "Inter Variable", sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(initial.toUpperCase(), 32, 35);
  link.href = canvas.toDataURL('image/png');
}
