// A stop in words: where, why, with which values, and where these came from in a recording.
import path from 'node:path';
import * as vscode from 'vscode';
import type { RecordedStopResult } from '../../protocol/live';
import type { RecordingRef, WhyNode } from '../../protocol/recordings';
import { clip, oneLine } from '../../core/text/oneLine';
import { reasonText } from '../why/whyTree';
import type { CurrentStop, LiveFrame } from './currentStop';

const longestValue = 200;

/** What a recording says of a stop, or why there is none to ask. */
export type Origin =
  | {
      readonly kind: 'recorded';
      readonly what: string;
      readonly recording: RecordingRef;
      readonly stop: RecordedStopResult;
    }
  | { readonly kind: 'none' | 'other text' };

export interface ExplainedStop {
  readonly stop: CurrentStop;
  /** Of the file; empty where there is none. */
  readonly text: string;
  /** What the line reads. */
  readonly reads: readonly string[];
  readonly origin: Origin;
}

/** As a document, in the form of recordings that are read as text. */
export function stopText({ stop, text, reads, origin }: ExplainedStop): string {
  const { frame, callers, variables } = stop;
  const source = text.split(/\r?\n/)[frame.line] ?? '';
  const read = variables.filter(({ name }) => reads.includes(name));
  const others = variables.filter(({ name }) => !reads.includes(name));
  const lines = [
    vscode.l10n.t('Stopped in {0}, {1}', frame.name, placeText(frame)),
    `  ${reasonOf(stop)}`,
    ...(source === '' ? [] : ['', lineText(frame.line, source)]),
    ...section(vscode.l10n.t('What the line reads'), read.map(valueText)),
    ...section(vscode.l10n.t('Other variables'), others.map(valueText)),
    ...section(
      vscode.l10n.t('Called from'),
      callers.map((caller) => `  ${caller.name}, ${placeText(caller)}`),
    ),
    ...section(vscode.l10n.t('Where this came from'), originText(origin)),
  ];
  return `${lines.join('\n')}\n`;
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function reasonOf({ event, exception }: CurrentStop): string {
  if (exception !== undefined) return vscode.l10n.t('An exception: {0}', oneLine(exception));
  if (event === undefined) {
    return vscode.l10n.t('Why it stopped is not known: it did so before Witness looked.');
  }
  const said = event.text ?? event.description;
  switch (event.reason) {
    case 'exception':
      return said === undefined
        ? vscode.l10n.t('An exception')
        : vscode.l10n.t('An exception: {0}', oneLine(said));
    case 'step':
      return vscode.l10n.t('After a step');
    case 'pause':
      return vscode.l10n.t('Because it was paused');
    case 'entry':
      return vscode.l10n.t('Where the program begins');
    case 'breakpoint':
    case 'function breakpoint':
    case 'data breakpoint':
    case 'instruction breakpoint':
      return vscode.l10n.t('At a breakpoint');
    default:
      return oneLine(said ?? event.reason);
  }
}

function originText(origin: Origin): string[] {
  switch (origin.kind) {
    case 'none':
      return [
        `  ${vscode.l10n.t('No recording of this file is on show. Witness: Trace Function records one, and this can then say where values came from.')}`,
      ];
    case 'other text':
      return [`  ${vscode.l10n.t('The text has changed since it was recorded. Trace it again.')}`];
    case 'recorded':
      return recordedText(origin.what, origin.stop);
  }
}

function recordedText(
  what: string,
  { runs, matching, compared, step, origins }: RecordedStopResult,
): string[] {
  if (runs === 0) return [`  ${vscode.l10n.t('In the recording of {0} this line did not run.', what)}`];
  if (compared.length === 0) {
    const reason = vscode.l10n.t(
      'The recording of {0} ran this line {1} times, but no number or text was kept to tell which run this is.',
      what,
      runs,
    );
    return [`  ${reason}`];
  }
  const names = compared.join(', ');
  if (step === undefined) {
    const reason = vscode.l10n.t(
      'The recording of {0} ran this line {1} times, never with these values of {2}.',
      what,
      runs,
      names,
    );
    return [`  ${reason}`];
  }
  const found = vscode.l10n.t(
    'The recording of {0} has the same values of {1} in {2} of {3} runs of this line; in the first of them:',
    what,
    names,
    matching,
    runs,
  );
  return [`  ${found}`, ...origins.flatMap(({ name, nodes }) => chainText(name, nodes))];
}

function chainText(name: string, nodes: readonly WhyNode[]): string[] {
  if (nodes.length === 0) return [];
  return ['', `  ${name}`, ...nodes.map(causeText)];
}

function causeText(node: WhyNode): string {
  const { place, source, name, value } = node;
  const what = name === undefined ? '' : `${name} = `;
  const text = value === undefined ? '' : `, ${what}${clip(oneLine(value.text), longestValue)}`;
  return `${lineText(place.line, source).padEnd(50)} | ${reasonText(node)}${text}`;
}

function lineText(line: number, source: string): string {
  return `${String(line + 1).padStart(4)} ${oneLine(source.trim())}`;
}

function placeText({ file, line }: LiveFrame): string {
  const place = vscode.l10n.t('line {0}', line + 1);
  return file === undefined ? place : `${path.basename(file)}, ${place}`;
}

function valueText({ name, text }: { readonly name: string; readonly text: string }): string {
  return `  ${name} = ${clip(oneLine(text), longestValue)}`;
}
