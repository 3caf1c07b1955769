// Where somebody stands on which path.
import * as vscode from 'vscode';
import type { FlowStep } from '../../core/dataflow/model';
import type { FlowStore, ShownPath } from './flowStore';
import { stopsOf } from './flowText';

export interface PathPosition {
  readonly path: ShownPath;
  readonly stops: readonly FlowStep[];
  /** Index of a stop. */
  readonly index: number;
}

export class PathCursor implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<PathPosition | undefined>();
  private readonly listening: vscode.Disposable;
  private current: PathPosition | undefined;

  readonly onDidChange = this.changed.event;

  constructor(private readonly store: FlowStore) {
    this.listening = store.onDidChange(() => {
      this.keepPlace();
    });
  }

  get position(): PathPosition | undefined {
    return this.current;
  }

  /** Goes to a stop of a path, by default to the first. */
  goTo(id: string, index = 0): void {
    const path = this.store.find(id);
    if (path !== undefined) this.stand(path, index);
  }

  /** One stop on or back; from the end of a path to the beginning of the next one, and the other way round. */
  move(by: 1 | -1): void {
    const { current } = this;
    if (current === undefined) {
      const [first] = this.paths();
      if (first !== undefined) this.stand(first, 0);
      return;
    }
    const index = current.index + by;
    if (index >= 0 && index < current.stops.length) this.stand(current.path, index);
    else this.moveToPath(by, by < 0 ? -1 : 0);
  }

  /** To the next or previous path. */
  moveToPath(by: 1 | -1, index = 0): void {
    const paths = this.paths();
    const at = paths.findIndex(({ id }) => id === this.current?.path.id);
    const next = paths[(at + by + paths.length) % paths.length];
    if (next !== undefined) this.stand(next, index);
  }

  leave(): void {
    this.current = undefined;
    this.changed.fire(undefined);
  }

  dispose(): void {
    this.listening.dispose();
    this.changed.dispose();
  }

  private paths(): readonly ShownPath[] {
    return [...(this.store.followedValue?.paths ?? []), ...this.store.visible];
  }

  private stand(path: ShownPath, index: number): void {
    const stops = stopsOf(path.path);
    const within = index < 0 ? stops.length + index : Math.min(index, stops.length - 1);
    this.current = { path, stops, index: Math.max(0, within) };
    this.changed.fire(this.current);
  }

  /** An analysis that finds the same again leaves everybody where they are. */
  private keepPlace(): void {
    if (this.current === undefined) return;
    const { path, index } = this.current;
    const again = this.store.find(path.id);
    if (again === undefined) this.leave();
    else if (again !== path) this.stand(again, index);
  }
}
