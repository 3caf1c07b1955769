// The solver's input in words that a reader finds in the program.
import type { Constant } from './ir/ir';
import type { Label, Place } from './symbolic/state';
import type { Term } from './symbolic/terms';

/** Names of what only the analysis made up: which way an execution took that no value decides. */
const ownNames = /^(?:raises at|caught|another round|way at|after some|matches|any way|throws|sent)/;

/** Values of what comes from outside, by the texts that yield it. The same text twice is told apart by a number. */
export function inputOf(
  values: ReadonlyMap<Term, Constant>,
  labels: ReadonlyMap<Term, Label>,
  quote: (place: Place) => string,
): Record<string, Constant> {
  const input: Record<string, Constant> = {};
  const sorted = [...values].filter(([term]) => isOutside(term)).sort(([a], [b]) => a.id - b.id);
  for (const [term, value] of sorted) {
    const name = nameOf(term, labels, quote);
    let told = name;
    for (let count = 2; told in input && input[told] !== value; count++) told = `${name} (${count})`;
    input[told] = value;
  }
  return input;
}

function isOutside({ op, name }: Term): boolean {
  return (op === 'symbol' || op === 'apply') && !ownNames.test(name);
}

/** What a reader sees for an unknown value; a function of which only the name is known is told with what it is given. */
export function nameOf(
  term: Term,
  labels: ReadonlyMap<Term, Label>,
  quote: (place: Place) => string,
): string {
  const label = labels.get(term);
  if (label !== undefined) return `${quote(label.place)}${label.suffix}`;
  if (term.op === 'const') return JSON.stringify(term.value);
  const args = term.op === 'apply' ? term.args.map((arg) => nameOf(arg, labels, quote)) : [];
  if (args.length === 0) return readable(term.name);
  if (term.name === 'truth') return `${args.join(', ')} counts as true`;
  return term.name.startsWith('.')
    ? `${args[0] ?? ''}${term.name}`
    : `${readable(term.name)}(${args.join(', ')})`;
}

/** The name of a term without what keeps it apart from others. */
function readable(name: string): string {
  return name
    .replace(/^entry /, '')
    .replace(/#\d+$/, '')
    .replace(/@\d+$/, '');
}
