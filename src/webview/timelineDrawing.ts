// The depth of calls over a whole recording, as one path, with marks where something was raised.
import type { Timeline } from '../core/trace/timeline';

const svg = 'http://www.w3.org/2000/svg';
const height = 40;

export function drawTimeline(place: HTMLElement, { depths, raises }: Timeline): void {
  const columns = Math.max(1, depths.length);
  const deepest = Math.max(1, ...depths);
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', `0 0 ${columns} ${height}`);
  picture.setAttribute('preserveAspectRatio', 'none');
  picture.setAttribute('aria-hidden', 'true');
  const top = (depth: number): number => height - (depth / deepest) * (height - 4);
  const steps = depths.map((depth, i) => `L${i} ${top(depth)}L${i + 1} ${top(depth)}`).join('');
  picture.append(shape('path', 'depth', { d: `M0 ${height}${steps}L${columns} ${height}Z` }));
  for (const column of raises) {
    picture.append(
      shape('rect', 'raise', {
        x: String(column),
        y: '0',
        width: String(Math.min(1, columns / 100)),
        height: String(height),
      }),
    );
  }
  place.querySelector('svg')?.remove();
  place.prepend(picture);
}

function shape(name: string, className: string, attributes: Readonly<Record<string, string>>): SVGElement {
  const made = document.createElementNS(svg, name);
  made.setAttribute('class', className);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}
