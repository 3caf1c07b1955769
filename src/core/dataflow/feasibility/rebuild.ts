// Replaces parts of terms by what they are known to be, simplifying on the way.
import { binary, concat, equal, lengthOf, testText } from '../symbolic/operations';
import type { Term, Terms } from '../symbolic/terms';

/** Thrown where replacing goes on beyond the work that it may take. */
export class TooLong extends Error {}

/** The term with each known part replaced. `known` is by id of the part. */
export class Rebuilder {
  private readonly done = new Map<number, Term>();

  constructor(
    private readonly terms: Terms,
    private readonly known: ReadonlyMap<number, Term>,
    private readonly lastWork: number,
  ) {}

  rebuild(term: Term): Term {
    const known = this.known.get(term.id) ?? this.done.get(term.id);
    if (known !== undefined) return known;
    if (term.args.length === 0) return term;
    this.terms.work += 1 + term.args.length;
    if (this.terms.work > this.lastWork) throw new TooLong();
    const args = term.args.map((arg) => this.rebuild(arg));
    const isSame = args.every((arg, index) => arg === term.args[index]);
    const result = isSame ? term : this.assemble(term, args);
    const found = this.known.get(result.id) ?? result;
    this.done.set(term.id, found);
    return found;
  }

  private assemble(term: Term, args: readonly Term[]): Term {
    const { terms } = this;
    const [a = terms.null, b = terms.null, c = terms.null] = args;
    switch (term.op) {
      case 'not':
        return terms.not(a);
      case 'and':
        return terms.and(...args);
      case 'or':
        return terms.or(...args);
      case 'ite':
        return terms.ite(a, b, c);
      default:
        return this.assembleOther(term, args);
    }
  }

  private assembleOther(term: Term, args: readonly Term[]): Term {
    const { terms } = this;
    const [a = terms.null, b = terms.null] = args;
    switch (term.op) {
      case '==':
        return equal(terms, a, b);
      case '<':
      case '<=':
      case '+':
      case '-':
      case '*':
        return binary(terms, term.op, a, b);
      case 'concat':
        return concat(terms, a, b);
      case 'length':
        return lengthOf(terms, a);
      case 'prefix':
      case 'suffix':
      case 'contains':
        return testText(terms, term.op, a, b);
      default:
        return terms.make(term.op, term.sort, { args, name: term.name });
    }
  }
}
