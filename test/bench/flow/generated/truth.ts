// Which sources reach which sinks, found by running the program on every input that it can have.
import type { Program, Reading, Statement, Test, TextExpr } from './program';

/** A text: the sources in it. */
type Text = ReadonlySet<number>;

interface Box {
  content: Text;
}

interface Closure {
  readonly captured: Text;
  readonly body: 'captured' | 'given' | 'both' | 'constant';
}

type Value = Text | number | string | Text[] | Map<string, Text> | Box | Closure;
type Frame = Map<string, Value>;

/** Numbers that a handler may be called with. */
const inputs = Array.from({ length: 31 }, (_, index) => index - 15);
const pairs = inputs.flatMap((n) => inputs.map((m) => [n, m] as const));

const nothing: Text = new Set();

class Left extends Error {}

/** Pairs `source sink` of ids. */
export function flowsOf(program: Program): ReadonlySet<string> {
  const flows = new Set<string>();
  for (const { body } of program.handlers) {
    for (const [n, m] of pairs) {
      try {
        new Run(program, flows).execute(
          body,
          new Map<string, Value>([
            ['n', n],
            ['m', m],
          ]),
        );
      } catch (error) {
        if (!(error instanceof Left)) throw error;
      }
    }
  }
  return flows;
}

class Run {
  constructor(
    private readonly program: Program,
    private readonly flows: Set<string>,
  ) {}

  execute(body: readonly Statement[], frame: Frame): void {
    for (const statement of body) this.step(statement, frame);
  }

  private step(statement: Statement, frame: Frame): void {
    switch (statement.kind) {
      case 'text':
        frame.set(statement.name, this.text(statement.value, frame));
        return;
      case 'word':
        frame.set(statement.name, statement.text);
        return;
      case 'number':
        frame.set(statement.name, number(frame, statement.of) * statement.times + statement.plus);
        return;
      case 'sink':
        for (const source of text(frame, statement.a)) this.flows.add(`${source} ${statement.id}`);
        return;
      case 'idiom':
        frame.set(statement.name, statement.keeps ? text(frame, statement.a) : nothing);
        return;
      default:
        this.control(statement, frame);
    }
  }

  private control(statement: Statement, frame: Frame): void {
    switch (statement.kind) {
      case 'leave':
        if (holds(statement.test, frame)) throw new Left();
        return;
      case 'if':
        this.execute(holds(statement.test, frame) ? statement.then : statement.otherwise, frame);
        return;
      case 'repeat':
        for (let count = 0; count < statement.times; count++) this.execute(statement.body, frame);
        return;
      case 'try':
        this.execute(statement.before, frame);
        this.execute(holds(statement.test, frame) ? statement.handler : statement.after, frame);
        return;
      default:
        store(statement, frame);
    }
  }

  private text(expr: TextExpr, frame: Frame): Text {
    switch (expr.kind) {
      case 'constant':
      case 'clean':
        return nothing;
      case 'variable':
        return text(frame, expr.name);
      case 'source':
        return new Set([expr.id]);
      case 'join':
        return new Set([...text(frame, expr.a), ...text(frame, expr.b)]);
      case 'pick':
        return text(frame, holds(expr.test, frame) ? expr.a : expr.b);
      case 'call':
        return this.call(expr, frame);
      default:
        return reading(expr, frame);
    }
  }
  private call({ callee, args, number: passed }: Extract<TextExpr, { kind: 'call' }>, frame: Frame): Text {
    const helper = this.program.helpers.find(({ name }) => name === callee);
    if (helper === undefined) throw new Error(`no helper ${callee}`);
    const [x = '', y = ''] = args;
    const inner: Frame = new Map<string, Value>([
      ['x', text(frame, x)],
      ['y', text(frame, y)],
      ['n', number(frame, passed)],
    ]);
    this.execute(helper.body, inner);
    return text(inner, helper.result);
  }
}

function reading(expr: Reading, frame: Frame): Text {
  switch (expr.kind) {
    case 'item':
      return list(frame, expr.list)[expr.index] ?? nothing;
    case 'last':
      return list(frame, expr.list).at(-1) ?? nothing;
    case 'entry':
      return map(frame, expr.map).get(expr.key) ?? nothing;
    case 'content':
      return box(frame, expr.box).content;
    case 'apply': {
      const { captured, body } = closure(frame, expr.closure);
      const given = text(frame, expr.a);
      const parts = { captured: [captured], given: [given], both: [captured, given], constant: [] }[body];
      return new Set(parts.flatMap((part) => [...part]));
    }
  }
}

function store(statement: Statement, frame: Frame): void {
  switch (statement.kind) {
    case 'list':
      frame.set(
        statement.name,
        statement.items.map((item) => text(frame, item)),
      );
      return;
    case 'append':
      list(frame, statement.list).push(text(frame, statement.a));
      return;
    case 'replace':
      list(frame, statement.list)[statement.index] = text(frame, statement.a);
      return;
    case 'map':
      frame.set(statement.name, new Map<string, Text>());
      return;
    case 'put':
      map(frame, statement.map).set(statement.key, text(frame, statement.a));
      return;
    case 'box':
      frame.set(statement.name, { content: text(frame, statement.a) });
      return;
    case 'fill':
      box(frame, statement.box).content = text(frame, statement.a);
      return;
    case 'alias':
      frame.set(statement.name, read(frame, statement.of));
      return;
    case 'closure':
      frame.set(statement.name, { captured: text(frame, statement.captures), body: statement.body });
      return;
    default:
      throw new Error(`${statement.kind} is no store`);
  }
}

function holds(test: Test, frame: Frame): boolean {
  switch (test.kind) {
    case 'word':
      return read(frame, test.name) === test.text;
    case 'not':
      return !holds(test.a, frame);
    case 'both':
      return holds(test.a, frame) && holds(test.b, frame);
    case 'either':
      return holds(test.a, frame) || holds(test.b, frame);
    case 'compare': {
      const value = number(frame, test.name);
      const { operator } = test;
      const to = typeof test.to === 'string' ? number(frame, test.to) : test.to;
      return {
        '<': value < to,
        '<=': value <= to,
        '>': value > to,
        '>=': value >= to,
        '==': value === to,
        '!=': value !== to,
      }[operator];
    }
  }
}

function read(frame: Frame, name: string): Value {
  const value = frame.get(name);
  if (value === undefined) throw new Error(`${name} was never set`);
  return value;
}

function text(frame: Frame, name: string): Text {
  const value = read(frame, name);
  if (value instanceof Set) return value;
  throw new Error(`${name} is no text`);
}

function number(frame: Frame, name: string): number {
  const value = read(frame, name);
  if (typeof value === 'number') return value;
  throw new Error(`${name} is no number`);
}

function list(frame: Frame, name: string): Text[] {
  const value = read(frame, name);
  if (Array.isArray(value)) return value;
  throw new Error(`${name} is no list`);
}

function map(frame: Frame, name: string): Map<string, Text> {
  const value = read(frame, name);
  if (value instanceof Map) return value;
  throw new Error(`${name} is no map`);
}

function box(frame: Frame, name: string): Box {
  const value = read(frame, name);
  if (typeof value === 'object' && 'content' in value) return value;
  throw new Error(`${name} is no box`);
}

function closure(frame: Frame, name: string): Closure {
  const value = read(frame, name);
  if (typeof value === 'object' && 'captured' in value) return value;
  throw new Error(`${name} is no closure`);
}
