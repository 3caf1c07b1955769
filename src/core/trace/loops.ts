// Counts the iterations of loops. A loop's head runs once more than its body: the last time it finds the end.
import { keep, type Site } from './inlineSites';
import type { NamedValue } from './model';

interface OpenHeader {
  readonly block: number;
  readonly site: Site;
  readonly values: readonly NamedValue[];
}

export class Loops {
  /** By frame: a header that has run, before it is known whether an iteration follows. */
  private readonly open = new Map<number, OpenHeader>();
  /** By header, then frame: the number of the last iteration. */
  private readonly lastIteration = new Map<number, Map<number, number>>();

  /** @param bodies By loop header: the block that an iteration enters. */
  constructor(private readonly bodies: ReadonlyMap<number, number>) {}

  isHeader(block: number): boolean {
    return this.bodies.has(block);
  }

  /** A header ran in a frame; `values` is what was kept of that. */
  opened(block: number, frame: number, site: Site, values: readonly NamedValue[]): void {
    this.open.set(frame, { block, site, values });
  }

  /** Some block ran in a frame. */
  ran(block: number, frame: number): void {
    const header = this.open.get(frame);
    if (header === undefined) return;
    this.open.delete(frame);
    if (this.bodies.get(header.block) === block) this.iterates(header, frame);
    else this.finds(header, frame);
  }

  /** The number of the last iteration of a header's loop in a frame. */
  iterationOf(header: number, frame: number): number | undefined {
    return this.lastIteration.get(header)?.get(frame);
  }

  /** No more blocks will run. */
  end(): void {
    for (const [frame, header] of this.open) this.finds(header, frame);
  }

  private iterates({ block, site, values }: OpenHeader, frame: number): void {
    site.count++;
    const frames = this.lastIteration.get(block);
    if (frames === undefined) this.lastIteration.set(block, new Map([[frame, site.count]]));
    else frames.set(frame, site.count);
    keep(site, site.count, values);
  }

  /** At the end of a loop its variables hold what the last iteration gave them. */
  private finds({ block, site, values }: OpenHeader, frame: number): void {
    const nth = this.iterationOf(block, frame);
    if (nth === undefined || values.length === 0) return;
    site.kept.set(nth, { nth, values });
  }
}
