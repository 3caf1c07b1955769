// What is written at the ends of the lines of a piece that was run. Without the editor, so that it is tested without one.
import type { FragmentLine, FragmentView, LineError } from '../../core/fragment/fragmentView';
import { clip, oneLine } from '../../core/text/oneLine';

export interface FragmentMark {
  /** 0-based. */
  readonly line: number;
  readonly text: string;
  readonly kind: 'value' | 'invented' | 'error' | 'claimed';
}

export interface FragmentWords {
  /** `raised TypeError: …`. */
  readonly raised: (what: string) => string;
  /** `would raise TypeError: …, if x is as invented`. */
  readonly wouldRaise: (what: string, because: string) => string;
}

/** Of what an attribute is told at the end of a line. */
const plainTypes: ReadonlySet<string> = new Set(['str', 'int', 'float', 'bool', 'None']);

/** @param maxLength Characters for the values of one line at most; errors get twice as much. */
export function fragmentMarks(view: FragmentView, words: FragmentWords, maxLength: number): FragmentMark[] {
  const errors = new Map<number, FragmentMark>();
  for (const error of view.errors) {
    const known = errors.get(error.line);
    if (known === undefined || known.kind === 'claimed') {
      errors.set(error.line, errorMark(error, words, maxLength));
    }
  }
  const values = view.lines
    .filter(({ line }) => !errors.has(line))
    .flatMap((line) => valueMarks(line, maxLength));
  const written = new Set(view.lines.map(({ line }) => line));
  const bare = view.invented.filter(({ line }) => !written.has(line) && !errors.has(line));
  return [...values, ...inventedMarks(bare, maxLength), ...errors.values()].sort((a, b) => a.line - b.line);
}

function valueMarks({ line, values }: FragmentLine, maxLength: number): FragmentMark[] {
  return (['value', 'invented'] as const).flatMap((kind): FragmentMark[] => {
    const texts = values
      .filter(({ isInvented }) => isInvented === (kind === 'invented'))
      .map(({ name, text }) => {
        const shown = oneLine(kind === 'invented' && !text.startsWith('~') ? `~${text}` : text);
        return name === '' ? `→ ${shown}` : `${name} = ${shown}`;
      });
    return texts.length === 0 ? [] : [{ line, kind, text: clip(texts.join(', '), maxLength) }];
  });
}

/** What was invented on lines that write nothing: an argument, a condition. */
function inventedMarks(invented: FragmentView['invented'], maxLength: number): FragmentMark[] {
  const lines = new Map<number, { texts: string[]; isGiven: boolean }>();
  for (const { line, name, text, type, source, kind } of invented) {
    if (kind !== 'name' && !(kind === 'attribute' && plainTypes.has(type))) continue;
    const shown = oneLine(source === 'given' ? text : `~${text}`);
    const label = kind === 'name' ? name : (name.split('.').at(-1) ?? name);
    const before = lines.get(line) ?? { texts: [], isGiven: true };
    lines.set(line, {
      texts: [...before.texts, `${label} = ${shown}`],
      isGiven: before.isGiven && source === 'given',
    });
  }
  return [...lines].map(([line, { texts, isGiven }]) => ({
    line,
    kind: isGiven ? 'value' : 'invented',
    text: clip(texts.join(', '), maxLength),
  }));
}

function errorMark(error: LineError, words: FragmentWords, maxLength: number): FragmentMark {
  const { line, type, message, level, dependsOn } = error;
  const what = oneLine(message === '' ? type : `${type}: ${message}`);
  if (level === 'witnessed') return { line, kind: 'error', text: clip(words.raised(what), 2 * maxLength) };
  const because = dependsOn
    .slice(0, 2)
    .map((key) => `~${key}`)
    .join(', ');
  return { line, kind: 'claimed', text: clip(words.wouldRaise(what, because), 2 * maxLength) };
}
