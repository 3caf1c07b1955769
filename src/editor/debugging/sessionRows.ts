// A session of debugging as rows of a tree: what was done, in order, and what came of it.
import * as vscode from 'vscode';
import type { DebugProgress } from '../../core/debugging/debugProgress';
import { commandOf } from '../commands';
import { levelIcons } from '../flow/flowText';
import { type DebugSession, shownSuspects } from './debugSession';
import type { TextState } from './debugStore';
import { outcomeText, placeText, suspectCount, testTitle, verdictText } from './debugText';
import { fixRows, recheckRow } from './fixRows';
import { valueText } from './influence';
import { modelRow } from './modelRows';

export interface SessionRow {
  /** Stays the same while a session goes on. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly icon: string;
  readonly tooltip?: string;
  /** A change, as a unified diff. */
  readonly patch?: string;
  readonly contextValue?: 'fix' | 'suspect';
  /** Id of the block that it is about. */
  readonly block?: string;
  readonly command?: vscode.Command;
  readonly isOpen?: boolean;
  readonly children: readonly SessionRow[];
}

type Step = 'reproduce' | 'observe' | 'localise' | 'try' | 'repair' | 'validate';
type StepState = 'waiting' | 'running' | 'done' | 'ended';

const stateIcons: Readonly<Record<StepState, string>> = {
  waiting: 'circle-large-outline',
  running: 'loading~spin',
  done: 'pass',
  ended: 'circle-slash',
};
const mostShown = 10;

export function sessionRows(session: DebugSession | undefined, text: TextState): SessionRow[] {
  if (session === undefined) return [];
  const step = (id: Step, label: string, description: string, children: SessionRow[]): SessionRow => {
    const state = stateOf(id, session);
    const isStale = text === 'changed' && state === 'done';
    const words = [isStale ? vscode.l10n.t('stale') : '', description, stateText(state)];
    return {
      id,
      label,
      description: words.filter((word) => word !== '').join(' · '),
      icon: isStale ? 'history' : stateIcons[state],
      children,
      isOpen:
        id === 'localise' || id === 'validate' || (id === 'reproduce' && session.suspects === undefined),
    };
  };
  const { tests, suspects = [], search, trial } = session;
  const recheck = recheckRow(session.recheck);
  const model = modelRow(session.answer);
  const rows = [
    step('reproduce', vscode.l10n.t('Reproduce'), tests ? outcomeText(tests) : '', testRows(session)),
    step('observe', vscode.l10n.t('Observe'), observedText(session), observedRows(session)),
    step(
      'localise',
      vscode.l10n.t('Localise'),
      suspects.length === 0 ? '' : suspectsText(session),
      suspectRows(session),
    ),
    ...(model === undefined ? [] : [model]),
    step(
      'try',
      vscode.l10n.t('Try'),
      trial === undefined ? '' : vscode.l10n.t('states of {0}', trial.reference),
      trialRows(session),
    ),
    step(
      'repair',
      vscode.l10n.t('Repair'),
      search === undefined
        ? ''
        : vscode.l10n.t('{0} tried, {1} pass all', session.answer?.tried ?? search.tried, search.repairs),
      attemptRows(session),
    ),
    step('validate', vscode.l10n.t('Validate'), '', fixRows(session.answer)),
  ];
  return recheck === undefined ? rows : [...rows, recheck];
}

const stepOf: Readonly<Record<DebugProgress['stage'], Step>> = {
  reproducing: 'reproduce',
  reproduced: 'localise',
  asking: 'localise',
  localised: 'try',
  trying: 'try',
  repairing: 'repair',
  validating: 'validate',
};

function stateOf(step: Step, session: DebugSession): StepState {
  const { stage, status } = session;
  const isRunning = status === 'running';
  if (isRunning && stage !== undefined && stepOf[stage] === step) return 'running';
  if (isDone(step, session)) return 'done';
  return isRunning ? 'waiting' : 'ended';
}

/** Suspects are tried before a repair is searched, or after it with the program that was found. */
function isDone(step: Step, { stage, tests, suspects, trial, search, answer }: DebugSession): boolean {
  switch (step) {
    case 'reproduce':
      return tests !== undefined;
    case 'observe':
    case 'localise':
      return suspects !== undefined;
    case 'try':
      return trial !== undefined && (answer !== undefined || stage !== 'trying');
    case 'repair':
      return search !== undefined && (answer !== undefined || stage !== 'repairing');
    case 'validate':
      return answer !== undefined && answer.failing.length > 0;
  }
}

function stateText(state: StepState): string {
  return state === 'ended' ? vscode.l10n.t('not done') : '';
}

function testRows({ tests, claimed }: DebugSession): SessionRow[] {
  if (tests === undefined) return [];
  const whyOf = new Map(claimed?.map(({ test, why }) => [test, why]));
  const row = (kind: string, test: string, icon: string, description?: string): SessionRow => ({
    id: `reproduce ${kind} ${test}`,
    label: testTitle(test),
    ...(description !== undefined && { description }),
    icon,
    tooltip: [test, ...(whyOf.has(test) ? [whyOf.get(test)] : [])].join('\n'),
    children: [],
  });
  return [
    ...claimedRow(claimed),
    ...tests.failing.map(({ test, problem, status }) => row('failing', test, 'error', problem ?? status)),
    ...tests.alsoFailing.map(({ test, problem, status }) =>
      row(
        'also failing',
        test,
        'warning',
        vscode.l10n.t('{0} · not asked for, decides nothing', problem ?? status),
      ),
    ),
    ...tests.flaky.map((test) =>
      row('flaky', test, 'question', vscode.l10n.t('flaky: fails in one run and passes in another')),
    ),
    ...tests.passing.map(({ test }) => row('passing', test, 'pass')),
  ];
}

/** Tests that people described, each with the words that say so. */
function claimedRow(claimed: DebugSession['claimed']): SessionRow[] {
  if (claimed === undefined) return [];
  return [
    {
      id: 'reproduce claimed',
      label: vscode.l10n.t('The model made these tests of your words'),
      description: vscode.l10n.t('claimed · as is all that follows from them'),
      icon: levelIcons.claimed,
      children: claimed.map(({ test, why }, index) => ({
        id: `reproduce claimed ${index}`,
        label: why,
        description: test,
        icon: 'dash',
        children: [],
      })),
    },
  ];
}

function observedText({ answer }: DebugSession): string {
  const place = answer?.divergence;
  return place === undefined ? '' : vscode.l10n.t('first goes wrong in {0}', placeText(place));
}

function observedRows({ answer }: DebugSession): SessionRow[] {
  const { divergence } = answer ?? {};
  if (divergence === undefined) return [];
  const { values, end, startLine, run } = divergence;
  const row = (id: string, name: string, actual: string, expected: string): SessionRow => ({
    id: `observe ${id}`,
    label: vscode.l10n.t('{0} is {1}, should be {2}', name, actual, expected),
    description: vscode.l10n.t('line {0}, run {1}', startLine, run),
    icon: 'symbol-variable',
    command: commandOf('witness.showDebuggedLine', vscode.l10n.t('Show in Editor'), startLine),
    children: [],
  });
  return [
    ...values.map(({ name, actual, expected }) =>
      row(`value ${name}`, nameText(name), actual ?? '?', expected),
    ),
    ...(end === undefined ? [] : [row('end', vscode.l10n.t('how it ends'), end.actual, end.expected)]),
  ];
}

/** What a `return`, a test or the header of a loop gives has a name that nobody wrote. */
function nameText(name: string): string {
  return name === '<returned>' ? vscode.l10n.t('what it gives') : name;
}

function suspectsText(session: DebugSession): string {
  const { suspects, hidden } = shownSuspects(session);
  return hidden === 0
    ? suspectCount(suspects.length)
    : vscode.l10n.t('{0} of {1} suspects', suspects.length, suspects.length + hidden);
}

function suspectRows(session: DebugSession): SessionRow[] {
  const rows = shownSuspects(session)
    .suspects.slice(0, mostShown)
    .map((suspect): SessionRow => {
      const { rank, block, level, reasons, startLine } = suspect;
      const verdict = verdictText(suspect);
      return {
        id: `localise ${block}`,
        label: `${rank}  ${placeText(suspect)}`,
        description: [level, verdict].filter((word) => word !== '').join(' · '),
        icon: levelIcons[level],
        contextValue: 'suspect',
        block,
        tooltip: reasons.join('\n'),
        command: commandOf('witness.showDebuggedLine', vscode.l10n.t('Show in Editor'), startLine),
        children: reasons.map((reason, index) => ({
          id: `localise ${block} ${index}`,
          label: reason,
          icon: 'dash',
          children: [],
        })),
      };
    });
  return [...rows, ...hiddenRow(session)];
}

/** A click on it shows all of them again. */
function hiddenRow(session: DebugSession): SessionRow[] {
  const { influenced } = session;
  if (influenced === undefined) return [];
  const { hidden } = shownSuspects(session);
  return [
    {
      id: 'localise hidden',
      label: vscode.l10n.t('{0} hidden', hidden),
      description: vscode.l10n.t('no influence on {0}', valueText(influenced)),
      icon: 'filter',
      tooltip: vscode.l10n.t('No influence on {0}. Click to show all suspects.', valueText(influenced)),
      command: commandOf('witness.showInfluence', vscode.l10n.t('Show All Suspects'), null),
      children: [],
    },
  ];
}

function trialRows({ suspects = [] }: DebugSession): SessionRow[] {
  return suspects.flatMap((suspect): SessionRow[] => {
    const { trial, block, evidence, startLine } = suspect;
    if (trial === undefined) return [];
    return [
      {
        id: `try ${block}`,
        label: placeText(suspect),
        description: trial.text,
        icon: trial.verdict === 'witnessed' ? 'verified-filled' : 'beaker',
        command: commandOf('witness.showDebuggedLine', vscode.l10n.t('Show in Editor'), startLine),
        children: evidence
          .filter(({ kind }) => kind === 'run')
          .map(({ ref, note }) => ({
            id: `try ${block} ${ref}`,
            label: `${ref}, ${note}`,
            icon: 'dash',
            children: [],
          })),
      },
    ];
  });
}

function attemptRows({ answer }: DebugSession): SessionRow[] {
  return (answer?.attempts ?? []).slice(0, mostShown).map(({ strategy, passed, failed, patch }, index) => ({
    id: `repair ${index}`,
    label: strategy,
    description: vscode.l10n.t('{0} of {1} tests pass', passed, passed + failed),
    icon: failed === 0 ? 'pass' : 'error',
    patch,
    children: [],
  }));
}
