// What the last analysis found, and which of it is on show.
import * as vscode from 'vscode';
import type { FlowFinding } from '../../core/dataflow/model';
import type { ReportedFinding } from '../../core/dataflow/report';
import type { FlowAnswer } from '../../protocol/flow';

/** A path that is shown: a finding of a rule, or one way of a value that somebody follows. */
export type ShownPath = FlowFinding &
  Pick<ReportedFinding, 'id' | 'message' | 'severity' | 'title' | 'suppression'>;

/** What was asked for, to ask again when a file is saved. */
export interface AnalysisOrder {
  readonly scope: 'all' | 'changes';
  readonly paths: readonly string[];
  readonly root: string;
}

export interface Filter {
  readonly rules?: ReadonlySet<string>;
  readonly levels?: ReadonlySet<string>;
  /** Suppressed findings are listed in a group of their own. */
  readonly showsSuppressed: boolean;
}

export interface FollowedValue {
  readonly title: string;
  readonly paths: readonly ShownPath[];
}

export class FlowStore implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private found: FlowAnswer | undefined;
  private ordered: AnalysisOrder | undefined;
  private followed: FollowedValue | undefined;
  private filtered: Filter = { showsSuppressed: true };

  /** Fires when something else is to be shown. */
  readonly onDidChange = this.changed.event;

  get answer(): FlowAnswer | undefined {
    return this.found;
  }

  get order(): AnalysisOrder | undefined {
    return this.ordered;
  }

  get followedValue(): FollowedValue | undefined {
    return this.followed;
  }

  get filter(): Filter {
    return this.filtered;
  }

  /** Findings that are not suppressed, whatever the filter. */
  get open(): readonly ReportedFinding[] {
    return this.found?.findings.filter(({ suppression }) => suppression === undefined) ?? [];
  }

  get suppressed(): readonly ReportedFinding[] {
    return this.found?.findings.filter(({ suppression }) => suppression !== undefined) ?? [];
  }

  /** Open findings that the filter lets through, in the order of their places. */
  get visible(): readonly ReportedFinding[] {
    const { rules, levels } = this.filtered;
    return this.open.filter(({ rule, level }) => rules?.has(rule) !== false && levels?.has(level) !== false);
  }

  /** A path by its id, wherever it is shown. */
  find(id: string): ShownPath | undefined {
    return [...(this.found?.findings ?? []), ...(this.followed?.paths ?? [])].find((path) => path.id === id);
  }

  show(answer: FlowAnswer, order: AnalysisOrder): void {
    this.found = answer;
    this.ordered = order;
    this.changed.fire();
  }

  /** A finding of the last analysis of which more is known by now. */
  update(finding: ReportedFinding): void {
    if (this.found === undefined) return;
    const findings = this.found.findings.map((each) => (each.id === finding.id ? finding : each));
    this.found = { ...this.found, findings };
    this.changed.fire();
  }

  showFollowed(followed: FollowedValue): void {
    this.followed = followed;
    this.changed.fire();
  }

  setFilter(filter: Filter): void {
    this.filtered = filter;
    this.changed.fire();
  }

  clear(): void {
    this.found = undefined;
    this.ordered = undefined;
    this.followed = undefined;
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}
