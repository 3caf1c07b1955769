// Prints a program in a language, and keeps on which line its sources and sinks stand.
import type { Dialect, Topic } from './dialect';
import type { Program, Reading, Statement, Test, TextExpr } from './program';

export interface Spot {
  readonly file: string;
  /** 0-based. */
  readonly line: number;
}

export interface Printed {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly spots: ReadonlyMap<number, Spot>;
}

export function printProgram(program: Program, dialect: Dialect, topic: Topic, isApart: boolean): Printed {
  const spots = new Map<number, Spot>();
  const names = program.helpers.map(({ name }) => name);
  const helpers = new Printer(
    dialect,
    topic,
    isApart,
    isApart ? dialect.helperFile : dialect.mainFile,
    spots,
  );
  const main = isApart ? new Printer(dialect, topic, isApart, dialect.mainFile, spots) : helpers;
  main.put(...dialect.mainHead(isApart, names));
  helpers.put(...dialect.helperHead(isApart));
  for (const { name, body, result } of program.helpers) {
    helpers.routine(dialect.helperOpen(name), dialect.helperClose, body, dialect.giveBack(result));
  }
  helpers.put(...dialect.helperFoot(isApart, names));
  for (const { name, body } of program.handlers) {
    main.routine(dialect.handlerOpen(name), dialect.handlerClose, body);
  }
  main.put(...dialect.mainFoot);
  return { files: isApart ? [main.file(), helpers.file()] : [main.file()], spots };
}

class Printer {
  private readonly lines: string[] = [];
  private indent = 0;

  constructor(
    private readonly dialect: Dialect,
    private readonly topic: Topic,
    private readonly isApart: boolean,
    private readonly path: string,
    private readonly spots: Map<number, Spot>,
  ) {}

  file(): { path: string; text: string } {
    return { path: this.path, text: `${this.lines.join('\n')}\n` };
  }

  put(...lines: readonly string[]): void {
    for (const line of lines) this.lines.push(`${'    '.repeat(this.indent)}${line}`);
  }

  routine(
    open: readonly string[],
    close: readonly string[],
    body: readonly Statement[],
    last?: string,
  ): void {
    this.put(...open);
    this.indent += 2;
    for (const statement of body) this.statement(statement);
    if (last !== undefined) this.put(last);
    this.indent -= 2;
    this.put(...close);
  }

  private spot(id: number): void {
    this.spots.set(id, { file: this.path, line: this.lines.length });
  }

  private statement(statement: Statement): void {
    const { dialect } = this;
    switch (statement.kind) {
      case 'text': {
        const { name, isNew, value } = statement;
        if (value.kind === 'source') this.spot(value.id);
        this.put(dialect.set('text', name, this.text(value), isNew));
        return;
      }
      case 'word':
        this.put(dialect.set('text', statement.name, quoted(statement.text), statement.isNew));
        return;
      case 'number': {
        const { name, of, times, plus } = statement;
        this.put(dialect.set('number', name, `${of} * ${times} + ${plus}`.replace('+ -', '- '), true));
        return;
      }
      case 'sink':
        this.spot(statement.id);
        this.put(this.topic.sinks[statement.form]?.(statement.a) ?? dialect.nothing);
        return;
      case 'idiom': {
        const { form, a, name } = statement;
        this.put(...(dialect.idioms[form]?.lines(a, name, name.slice(1)) ?? []));
        return;
      }
      default:
        this.storeOrBlock(statement);
    }
  }

  private storeOrBlock(statement: Statement): void {
    const { dialect } = this;
    switch (statement.kind) {
      case 'list':
        this.put(dialect.list(statement.name, statement.items));
        return;
      case 'append':
        this.put(dialect.append(statement.list, statement.a));
        return;
      case 'replace':
        this.put(dialect.replace(statement.list, statement.index, statement.a));
        return;
      case 'map':
        this.put(dialect.map(statement.name));
        return;
      case 'put':
        this.put(dialect.put(statement.map, statement.key, statement.a));
        return;
      case 'box':
        this.put(dialect.box(statement.name, statement.a));
        return;
      case 'fill':
        this.put(dialect.fill(statement.box, statement.a));
        return;
      case 'alias':
        this.put(dialect.alias(statement.name, statement.of, statement.type));
        return;
      case 'closure':
        this.put(...dialect.closure(statement.name, statement.captures, statement.body));
        return;
      default:
        this.blocks(statement);
    }
  }

  private blocks(statement: Statement): void {
    const { dialect } = this;
    switch (statement.kind) {
      case 'leave':
        this.block(dialect.if(this.test(statement.test)), [dialect.leave]);
        break;
      case 'if':
        this.block(dialect.if(this.test(statement.test)), statement.then);
        if (statement.otherwise.length === 0) break;
        this.block(dialect.else, statement.otherwise);
        break;
      case 'repeat':
        this.block(dialect.repeat(statement.index, statement.times), statement.body);
        break;
      case 'try':
        this.put(dialect.try);
        this.indent++;
        for (const each of statement.before) this.statement(each);
        this.block(dialect.if(this.test(statement.test)), [dialect.raise]);
        if (dialect.end !== undefined) this.put(dialect.end);
        for (const each of statement.after) this.statement(each);
        this.indent--;
        this.block(dialect.handle, statement.handler);
        break;
      default:
        throw new Error(`${statement.kind} cannot be printed`);
    }
    if (dialect.end !== undefined) this.put(dialect.end);
  }

  /** A head and what stands in its block, which is closed by what follows. */
  private block(head: string, body: readonly (Statement | string)[]): void {
    this.put(head);
    this.indent++;
    for (const each of body) {
      if (typeof each === 'string') this.put(each);
      else this.statement(each);
    }
    if (body.length === 0) this.put(this.dialect.nothing);
    this.indent--;
  }

  private text(expr: TextExpr): string {
    const { dialect, topic } = this;
    switch (expr.kind) {
      case 'constant':
        return dialect.constant;
      case 'variable':
        return expr.name;
      case 'source':
        return topic.sources[expr.form] ?? dialect.constant;
      case 'join':
        return `${expr.a} + ' ' + ${expr.b}`.replaceAll("'", dialect.language === 'java' ? '"' : "'");
      case 'pick':
        return dialect.pick(this.test(expr.test), expr.a, expr.b);
      case 'call':
        return dialect.call(this.isApart, expr.callee, [...expr.args, expr.number]);
      case 'clean':
        return topic.clean?.(expr.a) ?? dialect.constant;
      default:
        return this.reading(expr);
    }
  }

  private reading(expr: Reading): string {
    const { dialect } = this;
    switch (expr.kind) {
      case 'item':
        return dialect.item(expr.list, expr.index);
      case 'last':
        return dialect.last(expr.list);
      case 'entry':
        return dialect.entry(expr.map, expr.key);
      case 'content':
        return dialect.content(expr.box);
      case 'apply':
        return dialect.apply(expr.closure, expr.a);
    }
  }

  private test(test: Test): string {
    const { dialect } = this;
    switch (test.kind) {
      case 'word':
        return dialect.wordIs(test.name, test.text);
      case 'not':
        return dialect.not(this.test(test.a));
      case 'both':
      case 'either':
        return `(${this.test(test.a)} ${test.kind === 'both' ? dialect.and : dialect.or} ${this.test(test.b)})`;
      case 'compare': {
        const [same, other] = dialect.equals;
        const operator = test.operator === '==' ? same : test.operator === '!=' ? other : test.operator;
        return `${test.name} ${operator} ${test.to}`;
      }
    }
  }
}

function quoted(text: string): string {
  return `"${text}"`;
}
