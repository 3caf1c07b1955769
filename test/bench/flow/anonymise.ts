// Hides what gives the answer away in a Juliet case: comments, and names that say which variant is the right one.
import { createHash } from 'node:crypto';

const telling = /\w*(?:good|bad|cwe|g2b|b2g|juliet)\w*/gi;

/** Replaces names by what `seed` makes of them, the same name by the same one everywhere. */
export class Anonymiser {
  private readonly originals = new Map<string, string>();
  private readonly aliases = new Map<string, string>();

  constructor(private readonly seed: string) {}

  /** The text without its comments, lines kept, and with other names. */
  text(source: string): string {
    return withoutComments(source).replace(telling, (name) => this.alias(name));
  }

  /** A name of a file or a dotted path. */
  name(name: string): string {
    return name.replace(telling, (part) => this.alias(part));
  }

  original(text: string): string {
    return text.replace(/n[0-9a-f]{10}/g, (alias) => this.originals.get(alias) ?? alias);
  }

  private alias(name: string): string {
    const known = this.aliases.get(name);
    if (known !== undefined) return known;
    const alias = `n${createHash('sha256').update(`${this.seed} ${name}`).digest('hex').slice(0, 10)}`;
    this.aliases.set(name, alias);
    this.originals.set(alias, name);
    return alias;
  }
}

/** Comments of Java as blanks; texts in quotes stay. */
function withoutComments(source: string): string {
  return source.replace(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (part) =>
    part.startsWith('/') ? part.replace(/[^\n]/g, ' ') : part,
  );
}
