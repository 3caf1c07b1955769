// Walks the functions of a JavaScript or TypeScript file block by block, for what is to be put around them. Text is only put
// in: no line is added.
import type { Node } from 'web-tree-sitter';
import { BlockPlan } from '../../../instrument/javascript/blockPlan';
import { isFunction, isOnlyTypes, statementsOf } from '../../../instrument/javascript/declarations';
import { directives } from '../../../instrument/javascript/functions';
import { Insertions } from '../../../instrument/javascript/insertions';
import type { SourceFunction, SourceModel } from '../../../syntax/model';
import type { LineIndex } from '../../../text/lineIndex';

/** A function with a body of statements, or of one expression. */
export interface WalkedFunction {
  readonly node: Node;
  readonly body: Node;
  readonly info: SourceFunction;
  /** Of a body of statements, without its directives; the offset where it starts. */
  readonly start: number;
}

/** Statements of one block that stand in a row; only the head of the last may belong to it. */
export interface Group {
  readonly statements: readonly Node[];
  readonly block: number;
  readonly scope: Scope;
}

/** What may be read or written at a place, from the innermost braces to the function around all. */
export interface Scope {
  readonly owner: WalkedFunction;
  /** Lists of statements whose declarations can be seen, and loops that declare something, the outermost first. */
  readonly parts: readonly Node[];
  readonly outer: Scope | undefined;
}

/** What is put in. All get the insertions, and the scope of what they see. */
export interface Weave {
  function(scope: Scope): void;
  group(group: Group): void;
  /** An expression that is a block of its own: the test or update of a loop, the test of a case. */
  header(expression: Node, block: number, scope: Scope): void;
  /** `for (… of …)` and `for (… in …)`, which have a block for each item. */
  items(loop: Node, block: number, scope: Scope): void;
  /** An arrow function whose body is an expression. */
  expression(scope: Scope, block: number): void;
}

export interface WalkedSource {
  readonly root: Node;
  readonly source: string;
  readonly model: SourceModel;
  readonly lines: LineIndex;
}

/** The text with what `weaveWith` puts into it. */
export function woven(source: WalkedSource, weaveWith: (insertions: Insertions) => Weave): string {
  const insertions = new Insertions(source.source);
  const walk = new Walk(new BlockPlan(source.model, source.lines), insertions, weaveWith(insertions));
  walk.visit(source.root, undefined);
  return insertions.apply('').text;
}

/** Whether a statement ends its block, or is a compound one whose head does. */
export function endsGroup({ type }: Node): boolean {
  return /^(?:if|switch|return|throw|break|continue|with)_statement$/.test(type);
}

class Walk {
  constructor(
    private readonly plan: BlockPlan,
    private readonly insertions: Insertions,
    private readonly weave: Weave,
  ) {}

  /** Finds the functions in a part of the file. */
  visit(node: Node, outer: Scope | undefined): void {
    if (isFunction(node)) {
      this.function(node, outer);
      return;
    }
    for (const child of node.namedChildren) this.visit(child, outer);
  }

  private function(node: Node, outer: Scope | undefined): void {
    const body = node.childForFieldName('body');
    for (const child of node.namedChildren) if (child.id !== body?.id) this.visit(child, outer);
    if (body === null) return;
    const info = this.plan.functionOf(body);
    if (info === undefined || node.type === 'class_static_block' || body.hasError) {
      for (const child of body.namedChildren) this.visit(child, outer);
      return;
    }
    if (body.type !== 'statement_block') {
      const scope = { owner: { node, body, info, start: body.startIndex }, parts: [], outer };
      if (info.entryBlock >= 0) this.weave.expression(scope, info.entryBlock);
      this.visit(body, scope);
      return;
    }
    const head = directives(body);
    const start = head.at(-1)?.endIndex ?? body.startIndex + 1;
    const scope = { owner: { node, body, info, start }, parts: [body], outer };
    this.weave.function(scope);
    this.suite(statementsOf(body).slice(head.length), scope);
  }

  private suite(statements: readonly Node[], scope: Scope): void {
    let group: Node[] = [];
    let block = -1;
    const flush = (): void => {
      if (group.length > 0) this.weave.group({ statements: group, block, scope });
      group = [];
    };
    for (const statement of statements) {
      if (statement.type === 'empty_statement' || isOnlyTypes(statement)) continue;
      const number = this.blockOf(statement);
      if (number === undefined || number < 0) {
        flush();
        this.structure(statement, scope);
        continue;
      }
      if (number !== block) flush();
      block = number;
      group.push(statement);
      if (!endsGroup(statement) && !hasInit(statement)) continue;
      flush();
      // What follows is another block, or cannot be reached.
      block = -1;
    }
    flush();
    for (const statement of statements) this.inside(statement, scope);
  }

  /** The block of what a statement itself runs first; undefined where other statements in it do. */
  private blockOf(statement: Node): number | undefined {
    if (/^(?:statement_block|labeled|try|while|do|for_in)/.test(statement.type)) return undefined;
    if (statement.type !== 'for_statement') return this.plan.blockOf(statement);
    const init = statement.childForFieldName('initializer');
    return init === null || init.type === 'empty_statement' ? undefined : this.plan.blockOf(init);
  }

  /** Nothing of it runs before the statements in it, or its head is a block of its own. */
  private structure(statement: Node, scope: Scope): void {
    if (statement.type !== 'labeled_statement') return;
    const body = statement.childForFieldName('body');
    // A label belongs to its loop; other statements get braces.
    if (body !== null && !isLoop(body) && body.type !== 'statement_block') this.arm(body, scope);
  }

  /** The statements and functions in a statement. */
  private inside(statement: Node, scope: Scope): void {
    switch (statement.type) {
      case 'statement_block':
        this.suite(statementsOf(statement), inner(scope, statement));
        return;
      case 'labeled_statement': {
        const body = statement.childForFieldName('body');
        if (body !== null && (isLoop(body) || body.type === 'statement_block')) this.inside(body, scope);
        return;
      }
      case 'if_statement':
        this.visitField(statement, 'condition', scope);
        this.arm(statement.childForFieldName('consequence'), scope);
        this.arm(statement.childForFieldName('alternative')?.namedChildren.find(isNoComment) ?? null, scope);
        return;
      case 'try_statement':
        this.try(statement, scope);
        return;
      case 'switch_statement':
        this.switch(statement, scope);
        return;
      default:
        if (isLoop(statement)) this.loop(statement, scope);
        else for (const child of statement.namedChildren) this.visit(child, scope);
    }
  }

  private try(statement: Node, scope: Scope): void {
    this.arm(statement.childForFieldName('body'), scope);
    const handler = statement.childForFieldName('handler');
    if (handler !== null) this.arm(handler.childForFieldName('body'), inner(scope, handler));
    this.arm(statement.childForFieldName('finalizer')?.childForFieldName('body') ?? null, scope);
  }

  private switch(statement: Node, scope: Scope): void {
    this.visitField(statement, 'value', scope);
    const body = statement.childForFieldName('body');
    if (body === null) return;
    for (const clause of body.namedChildren.filter(({ type }) => /^switch_(?:case|default)$/.test(type))) {
      const label = clause.type === 'switch_case' ? clause.childForFieldName('value') : null;
      const block = this.plan.blockWithoutStatement('test', clause);
      if (label !== null && block !== undefined) this.weave.header(label, block, scope);
      if (label !== null) this.visit(label, scope);
      this.suite(clause.childrenForFieldName('body').filter(isNoComment), inner(scope, body));
    }
  }

  private loop(statement: Node, scope: Scope): void {
    const header = this.plan.blockOf(statement) ?? -1;
    const within = inner(scope, statement);
    const condition = statement.childForFieldName('condition');
    if (statement.type === 'for_in_statement') {
      if (header >= 0) this.weave.items(statement, header, within);
    } else if (condition !== null && condition.type !== 'empty_statement' && header >= 0) {
      this.weave.header(condition, header, statement.type === 'for_statement' ? within : scope);
    }
    const update = statement.childForFieldName('increment');
    const updates = update === null ? undefined : this.plan.blockWithoutStatement('loop-update', update);
    if (update !== null && updates !== undefined) this.weave.header(update, updates, within);
    for (const field of ['initializer', 'condition', 'increment', 'right']) {
      this.visitField(statement, field, within);
    }
    this.arm(statement.childForFieldName('body'), within);
  }

  private visitField(statement: Node, field: string, scope: Scope): void {
    const node = statement.childForFieldName(field);
    if (node !== null) this.visit(node, scope);
  }

  /** A body, in braces or not; afterwards in braces. */
  private arm(node: Node | null, scope: Scope): void {
    if (node === null || node.type === 'empty_statement') return;
    if (node.type === 'statement_block') {
      this.suite(statementsOf(node), inner(scope, node));
      return;
    }
    this.insertions.before(node.startIndex, '{');
    this.suite([node], scope);
    this.insertions.after(node.endIndex, '}');
  }
}

function inner(scope: Scope, part: Node): Scope {
  return { ...scope, parts: [...scope.parts, part] };
}

function isLoop({ type }: Node): boolean {
  return /^(?:for|for_in|while|do)_statement$/.test(type);
}

function hasInit({ type }: Node): boolean {
  return type === 'for_statement';
}

function isNoComment({ isExtra }: Node): boolean {
  return !isExtra;
}
