// Where VS Code comes in.
import type * as vscode from 'vscode';
import { createApp } from './editor/app';
import type { FragmentView } from './core/fragment/fragmentView';
import type { ReportedFinding } from './core/dataflow/report';
import type { StepView } from './core/trace/stepView';
import type { SessionRow } from './editor/debugging/sessionRows';
import type { SuspectMark } from './editor/debugging/suspectMarks';
import type { WhyCause } from './protocol/recordings';
import type { FragmentMark } from './editor/fragment/fragmentText';
import type { ShownComment } from './editor/review/reviewStore';
import type { ShownFile } from './editor/tracing/shownLines';
import type { EngineState } from './host/engine/engineClient';
import type { TraceResult } from './protocol/engine';

/** What other extensions, and Witness's own tests, may ask. */
export interface WitnessApi {
  /** How long activation took, in milliseconds. */
  readonly activationMs: number;
  readonly engineState: () => EngineState;
  /** Where somebody stands in the recording on show. */
  readonly currentStep: () => StepView | undefined;
  /** What is selected in the Recording view, as JSON. */
  readonly selectedInTree: () => string | undefined;
  /** Whether the page of the recording is open. */
  readonly isPanelOpen: () => boolean;
  /** The chain of causes on show. */
  readonly causes: () => readonly WhyCause[];
  /** What the last analysis found. */
  readonly findings: () => readonly ReportedFinding[];
  /** The path that somebody walks, and the index of the step. */
  readonly pathPosition: () =>
    { readonly id: string; readonly step: number; readonly steps: number } | undefined;
  /** The ways of a value that somebody follows: their ends, as lines from 1. */
  readonly followed: () =>
    | { readonly title: string; readonly sources: readonly number[]; readonly sinks: readonly number[] }
    | undefined;
  /** The numbers at a document's places. */
  readonly pathMarks: (document: vscode.TextDocument) => readonly PathMark[];
  /** The run of a piece of code that is on show. */
  readonly fragment: () => FragmentView | undefined;
  /** What a piece that was run has at the ends of a document's lines. */
  readonly fragmentMarks: (document: vscode.TextDocument) => readonly FragmentMark[];
  /** The comments of the review on show, where they stand now. */
  readonly reviewComments: () => readonly ShownComment[];
  /** What stands in the Session view. */
  readonly sessionRows: () => readonly SessionRow[];
  /** The blocks of a document that are marked as suspects. */
  readonly suspectMarks: (document: vscode.TextDocument) => readonly SuspectMark[];
  readonly lastTrace: () => TraceResult | undefined;
  /** What stands at the ends of a document's lines. */
  readonly shown: (document: vscode.TextDocument) => ShownFile;
}

export interface PathMark {
  /** 0-based. */
  readonly line: number;
  readonly text: string;
  readonly isCurrent: boolean;
}

export function activate(context: vscode.ExtensionContext): WitnessApi {
  const started = performance.now();
  const app = createApp(context);
  context.subscriptions.push(app);
  return {
    activationMs: performance.now() - started,
    engineState: () => app.engine.state,
    currentStep: () => app.cursor.view,
    selectedInTree: () => app.stepping.selected[0],
    isPanelOpen: () => app.panel.isOpen,
    causes: () => app.why.shown,
    fragment: () => app.fragment.store.view,
    fragmentMarks: (document) => app.fragment.shown(document),
    sessionRows: () => app.debugging.tree.getChildren(),
    suspectMarks: (document) => app.debugging.shown(document),
    findings: () => app.flow.store.answer?.findings ?? [],
    pathPosition: () => {
      const position = app.flow.cursor.position;
      return position && { id: position.path.id, step: position.index, steps: position.stops.length };
    },
    followed: () => {
      const followed = app.flow.store.followedValue;
      return (
        followed && {
          title: followed.title,
          sources: followed.paths.map(({ source }) => source.line + 1),
          sinks: followed.paths.map(({ sink }) => sink.line + 1),
        }
      );
    },
    pathMarks: (document) => app.flow.shown(document),
    reviewComments: () => app.review.store.comments,
    lastTrace: () => app.tracing.lastTrace,
    shown: (document) => app.tracing.shown(document),
  };
}
