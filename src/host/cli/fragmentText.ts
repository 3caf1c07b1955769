// The report of a fragment as people read it.
import type { FragmentReport } from '../../core/fragment/fragmentReport';
import type { Colors } from 'picocolors/types';

const shownPredictions = 20;

export function describeFragment(
  file: string,
  source: string,
  report: FragmentReport & {
    readonly isolation: string;
    /** Where a model was asked for values. */
    readonly model?: { readonly rounds: number; readonly noAnswer?: string };
  },
  colors: Colors,
): string[] {
  const lines = source.split('\n');
  const executed = report.executedLines.length;
  // Of what is called, what it gives says more than that it can be called.
  const called = new Set(report.predicted.filter(({ kind }) => kind === 'call').map(({ path }) => path));
  const predicted = report.predicted.filter(({ path }) => !called.has(`${path}()`));
  const head = `${file}: ${executed} of ${report.executableLines} lines ran in ${report.runs} ${report.runs === 1 ? 'run' : 'runs'}, ${report.ms} ms, ${report.isolation}`;
  return [
    colors.bold(head),
    `  ${outcomeText(report.outcome)}`,
    ...(report.model?.noAnswer === undefined ? [] : [`  no values from the model: ${report.model.noAnswer}`]),
    ...section(
      'invented',
      predicted.slice(0, shownPredictions).map((item) => {
        return `~${item.path} = ${item.text}  ${colors.dim(`line ${item.line}, ${item.type} from ${item.source}`)}`;
      }),
      predicted.length - shownPredictions,
    ),
    ...section(
      'errors',
      report.errors.map((error) => {
        const because = error.dependsOn.length > 0 ? `, if ${error.dependsOn.join(', ')}` : '';
        const text = `line ${error.line ?? '?'}: ${error.type}: ${error.message}`;
        const code = lines[(error.line ?? 0) - 1]?.trim() ?? '';
        return `${error.level === 'witnessed' ? colors.red(text) : text} (${error.level}${because})  ${colors.dim(code)}`;
      }),
    ),
    ...section(
      'explored',
      report.explored.map(({ differs, newLines }) => `${differs}: lines ${newLines.join(', ')}`),
    ),
    ...section(
      'blocked',
      report.blocked.map(({ line, what, reason }) => `line ${line}: ${what}: ${reason}`),
    ),
    ...section(
      'could not be parsed',
      report.unread.map((line) => `line ${line}`),
    ),
  ];
}

function section(title: string, items: readonly string[], more = 0): string[] {
  if (items.length === 0) return [];
  return [`  ${title}`, ...items.map((item) => `    ${item}`), ...(more > 0 ? [`    and ${more} more`] : [])];
}

function outcomeText(outcome: FragmentReport['outcome']): string {
  if ('exception' in outcome && outcome.exception !== undefined) {
    return `raised ${outcome.exception.type}: ${outcome.exception.message}`;
  }
  if ('value' in outcome && outcome.value !== undefined) return `returned ${outcome.value.text}`;
  if (outcome.kind === 'exited') return `exited with ${outcome.exitCode ?? 0}`;
  return 'message' in outcome && outcome.message !== undefined
    ? `${outcome.kind}: ${outcome.message}`
    : 'ran to its end';
}
