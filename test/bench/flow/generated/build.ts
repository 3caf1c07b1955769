// Makes random programs.
import type { Helper, Operator, Program, Statement, Test, TextExpr } from './program';
import type { Draw } from './random';

/** How many forms the language at hand has for things. */
export interface Forms {
  readonly sources: number;
  readonly sinks: number;
  readonly hasCleaner: boolean;
  /** For each idiom whether what goes in comes out. */
  readonly idioms: readonly boolean[];
}

type Kind = 'text' | 'word' | 'number' | 'list' | 'map' | 'box' | 'closure';

interface Variable {
  readonly name: string;
  readonly kind: Kind;
  /** Of a list: so many items at least. */
  size?: number;
  /** Of a map. */
  readonly keys?: Set<string>;
}

const words = ['alpha', 'beta', 'gamma'] as const;

export function buildProgram(draw: Draw, forms: Forms): Program {
  const builder = new Builder(draw, forms);
  const helpers: Helper[] = [];
  for (let index = draw.between(1, 4); index > 0; index--) {
    const name = `step${helpers.length}`;
    const scope = new Scope(
      builder,
      [variable('x', 'text'), variable('y', 'text'), variable('n', 'number')],
      helpers,
    );
    const body = scope.statements(draw.between(2, 5), 1);
    helpers.push({ name, body, result: scope.any('text').name });
  }
  const handlers = Array.from({ length: draw.between(1, 3) }, (_, index) => {
    const scope = new Scope(builder, [variable('n', 'number'), variable('m', 'number')], helpers, true);
    const start: Statement[] = [scope.newText({ kind: 'constant' }), scope.newText(builder.source())];
    const body = [...start, ...scope.statements(draw.between(6, 14), 2), scope.sink(), scope.sink()];
    return { name: `handler${index}`, body };
  });
  return { helpers, handlers };
}

function variable(name: string, kind: Kind): Variable {
  return { name, kind };
}

/** What is the same for the whole program. */
class Builder {
  private names = 0;
  private places = 0;

  constructor(
    readonly draw: Draw,
    readonly forms: Forms,
  ) {}

  name(prefix: string): string {
    return `${prefix}${++this.names}`;
  }

  place(): number {
    return ++this.places;
  }

  source(): TextExpr {
    return { kind: 'source', id: this.place(), form: this.draw.between(0, this.forms.sources - 1) };
  }
}

/** Variables that can be read and written from here on. */
class Scope {
  private readonly variables: Variable[];

  constructor(
    private readonly builder: Builder,
    variables: readonly Variable[],
    private readonly helpers: readonly Helper[],
    /** Only a handler ends early. */
    private readonly canLeave = false,
    private readonly isInner = false,
  ) {
    this.variables = [...variables];
  }

  private get draw(): Draw {
    return this.builder.draw;
  }

  private all(kind: Kind): Variable[] {
    return this.variables.filter((each) => each.kind === kind);
  }

  any(kind: Kind): Variable {
    return this.draw.of(this.all(kind));
  }

  private text(): string {
    return this.any('text').name;
  }

  newText(value: TextExpr): Statement {
    const name = this.builder.name('v');
    this.variables.push(variable(name, 'text'));
    return { kind: 'text', name, isNew: true, value };
  }

  sink(): Statement {
    const { forms } = this.builder;
    return {
      kind: 'sink',
      id: this.builder.place(),
      form: this.draw.between(0, forms.sinks - 1),
      a: this.text(),
    };
  }

  statements(count: number, depth: number): Statement[] {
    return Array.from({ length: count }, () => this.statement(depth));
  }

  private statement(depth: number): Statement {
    const roll = this.draw.next();
    if (roll < 0.3) return this.setText();
    if (roll < 0.42) return this.idiom();
    if (roll < 0.66) return this.storing();
    if (roll < 0.72) return this.number();
    if (roll < 0.77) return this.word();
    if (roll < 0.82) return this.sink();
    return depth > 0 ? this.nesting(depth) : this.setText();
  }

  private setText(): Statement {
    const value = this.textExpr();
    const known = this.all('text').filter(({ name }) => name !== 'x' && name !== 'y');
    if (known.length > 0 && this.draw.chance(0.4)) {
      return { kind: 'text', name: this.draw.of(known).name, isNew: false, value };
    }
    return this.newText(value);
  }

  private textExpr(): TextExpr {
    const { draw } = this;
    const options: (() => TextExpr | undefined)[] = [
      () => ({ kind: 'constant' }),
      () => ({ kind: 'variable', name: this.text() }),
      () => this.builder.source(),
      () => ({ kind: 'join', a: this.text(), b: this.text() }),
      () => ({ kind: 'pick', test: this.test(1), a: this.text(), b: this.text() }),
      () => this.call(),
      () => this.call(),
      () => this.reading(),
      () => this.reading(),
      () => (this.builder.forms.hasCleaner ? { kind: 'clean', a: this.text() } : undefined),
    ];
    return draw.of(options)() ?? { kind: 'variable', name: this.text() };
  }

  private call(): TextExpr | undefined {
    if (this.helpers.length === 0) return undefined;
    const args = [this.text(), this.text()];
    return { kind: 'call', callee: this.draw.of(this.helpers).name, args, number: this.any('number').name };
  }

  private reading(): TextExpr | undefined {
    const held = this.variables.filter(({ kind }) => ['list', 'map', 'box', 'closure'].includes(kind));
    if (held.length === 0) return undefined;
    const { name, kind, size = 0, keys = new Set<string>() } = this.draw.of(held);
    switch (kind) {
      case 'list':
        if (this.draw.chance(0.3)) return { kind: 'last', list: name };
        return { kind: 'item', list: name, index: this.draw.between(0, size - 1) };
      case 'map':
        return keys.size === 0 ? undefined : { kind: 'entry', map: name, key: this.draw.of([...keys]) };
      case 'box':
        return { kind: 'content', box: name };
      default:
        return { kind: 'apply', closure: name, a: this.text() };
    }
  }

  private idiom(): Statement {
    const { idioms } = this.builder.forms;
    const form = this.draw.between(0, idioms.length - 1);
    const a = this.text();
    const name = this.builder.name('v');
    this.variables.push(variable(name, 'text'));
    return { kind: 'idiom', name, a, form, keeps: idioms[form] ?? true };
  }

  private storing(): Statement {
    const { draw } = this;
    const held = this.variables.filter(({ kind }) => ['list', 'map', 'box'].includes(kind));
    if (held.length > 0 && draw.chance(0.5)) return this.storeInto(draw.of(held));
    const kind = draw.of(['list', 'map', 'box', 'closure'] as const);
    const name = this.builder.name(kind.charAt(0));
    if (kind === 'list') {
      const items = Array.from({ length: draw.between(1, 3) }, () => this.text());
      this.variables.push({ name, kind, size: items.length });
      return { kind, name, items };
    }
    if (kind === 'map') {
      this.variables.push({ name, kind, keys: new Set() });
      return { kind, name };
    }
    this.variables.push(variable(name, kind));
    if (kind === 'box') return { kind, name, a: this.text() };
    const body = draw.of(['captured', 'given', 'both', 'constant'] as const);
    return { kind, name, captures: this.text(), body };
  }

  private storeInto({ name, kind, size = 0, keys }: Variable): Statement {
    const a = this.text();
    if (this.draw.chance(0.2)) {
      const alias = this.builder.name(kind.charAt(0));
      this.variables.push({ name: alias, kind, size, ...(keys && { keys }) });
      return { kind: 'alias', name: alias, of: name, type: kind as 'list' | 'map' | 'box' };
    }
    if (kind === 'list') {
      if (this.draw.chance(0.6)) return { kind: 'append', list: name, a };
      return { kind: 'replace', list: name, index: this.draw.between(0, size - 1), a };
    }
    if (kind === 'box') return { kind: 'fill', box: name, a };
    const key = this.draw.of(words);
    // A key that is only there on some ways is not read: what a language gives for a missing one differs.
    if (!this.isInner) keys?.add(key);
    return { kind: 'put', map: name, key, a };
  }

  private number(): Statement {
    const of = this.any('number').name;
    const name = this.builder.name('k');
    this.variables.push(variable(name, 'number'));
    return { kind: 'number', name, of, times: this.draw.of([1, 1, 2, -1]), plus: this.draw.between(-9, 9) };
  }

  private word(): Statement {
    const known = this.all('word');
    const text = this.draw.of(words);
    if (known.length > 0 && this.draw.chance(0.6)) {
      return { kind: 'word', name: this.draw.of(known).name, isNew: false, text };
    }
    const name = this.builder.name('w');
    this.variables.push(variable(name, 'word'));
    return { kind: 'word', name, isNew: true, text };
  }

  private test(depth: number): Test {
    const { draw } = this;
    if (depth > 0 && draw.chance(0.25)) {
      const a = this.test(depth - 1);
      if (draw.chance(0.3)) return { kind: 'not', a };
      return { kind: draw.of(['both', 'either'] as const), a, b: this.test(depth - 1) };
    }
    const known = this.all('word');
    if (known.length > 0 && draw.chance(0.35)) {
      return { kind: 'word', name: draw.of(known).name, text: draw.of(words) };
    }
    const operator = draw.of<Operator>(['<', '<=', '>', '>=', '==', '!=']);
    const to = draw.chance(0.3) ? this.any('number').name : draw.between(-12, 12);
    return { kind: 'compare', name: this.any('number').name, operator, to };
  }

  private nesting(depth: number): Statement {
    const { draw } = this;
    const inner = (): Statement[] => {
      const scope = new Scope(this.builder, this.variables, this.helpers, this.canLeave, true);
      return scope.statements(draw.between(1, 3), depth - 1);
    };
    const test = this.test(1);
    const roll = draw.next();
    if (roll < 0.6) return { kind: 'if', test, then: inner(), otherwise: draw.chance(0.5) ? inner() : [] };
    if (roll < 0.75) {
      return { kind: 'repeat', index: this.builder.name('i'), times: draw.between(1, 2), body: inner() };
    }
    if (roll < 0.9) return { kind: 'try', before: inner(), test, after: inner(), handler: inner() };
    return this.canLeave ? { kind: 'leave', test } : this.setText();
  }
}
