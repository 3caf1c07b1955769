// A JavaScript program whose blocks tell what they start from and how they end, and take both from elsewhere: see
// runtime/javascript/debugging/tracker.cjs.
import type { Node } from 'web-tree-sitter';
import { isFunction } from '../../../instrument/javascript/declarations';
import type { Insertions } from '../../../instrument/javascript/insertions';
import { argumentsOf } from './callRecords';
import { declarationsIn, hoist } from './hoisting';
import { accessorsOf } from './visibleVariables';
import { woven, type Group, type Scope, type WalkedSource, type Weave } from './weaver';

const frame = '$witnessFrame';
const value = '$witnessValue';

/** The text with calls of `$witness`. Blocks that wait or yield are left alone. */
export function statefulJavaScript(source: WalkedSource): string {
  return woven(source, (insertions) => new StateWeave(source, insertions, false));
}

/** The same for runtime/javascript/debugging/stepping.cjs: blocks that wait or yield tell that they begin. */
export function steppedJavaScript(source: WalkedSource): string {
  return woven(source, (insertions) => new StateWeave(source, insertions, true));
}

class StateWeave implements Weave {
  private readonly done = new Set<number>();

  constructor(
    private readonly source: WalkedSource,
    private readonly insertions: Insertions,
    private readonly tellsAll: boolean,
  ) {}

  function(scope: Scope): void {
    const { body, start } = scope.owner;
    this.insertions.before(start, `;${this.opening(scope)}`);
    this.insertions.before(body.endIndex - 1, `}finally{$witness.done(${frame})}`);
  }

  expression(scope: Scope, block: number): void {
    const { body } = scope.owner;
    const isLeftAlone = waits(body);
    const parts = isLeftAlone
      ? { before: `${this.passing(scope, block)}return(`, after: ')' }
      : {
          before: `${this.start(scope, block, 'return', `${value}=$witness.value(${frame})`)}${value}=(`,
          after: `)${this.end(scope, block, 'return', value)}return ${value}`,
        };
    this.done.add(block);
    this.insertions.before(body.startIndex, `{${this.opening(scope)}${parts.before}`);
    this.insertions.after(body.endIndex, `${parts.after}}finally{$witness.done(${frame})}}`);
  }

  header(expression: Node, block: number, scope: Scope): void {
    if (this.done.has(block)) return;
    if (waits(expression)) {
      this.passed(expression, block, scope);
      return;
    }
    this.done.add(block);
    const isInParentheses = expression.type === 'parenthesized_expression';
    const kind = expression.parent?.childForFieldName('increment')?.id === expression.id ? 'next' : 'branch';
    const call = `$witness.test(${frame},${block},"${kind}",${this.accessors(scope)},()=>(`;
    this.insertions.before(expression.startIndex + Number(isInParentheses), call);
    const end = expression.endIndex - Number(isInParentheses);
    if (isInParentheses) this.insertions.before(end, '))');
    else this.insertions.after(end, '))');
  }

  items(loop: Node, block: number, scope: Scope): void {
    const right = loop.childForFieldName('right');
    const operator = loop.childForFieldName('operator');
    const isWaiting = loop.children.some(({ type }) => type === 'await');
    if (right === null || operator === null || this.done.has(block)) return;
    if (isWaiting || waits(right)) {
      this.passed(right, block, scope);
      return;
    }
    this.done.add(block);
    const kind = loop.childForFieldName('kind');
    if (kind?.type === 'const') this.replaced(kind, 'let');
    const isOfKeys = operator.text === 'in';
    if (isOfKeys) this.replaced(operator, 'of');
    const wanted = isOfKeys ? '$witness.keys(' : '(';
    const call = `$witness.items(${frame},${block},${this.accessors(scope)},()=>${wanted}`;
    this.insertions.before(right.startIndex, call);
    this.insertions.after(right.endIndex, '))');
  }

  group({ statements: all, block, scope }: Group): void {
    // Functions are there before anything runs.
    const statements = all.slice(all.findIndex(({ type }) => !isDeclaredFunction(type)));
    const [first] = statements;
    const last = statements.at(-1);
    if (first === undefined || last === undefined || this.done.has(block)) return;
    if (statements.some(isOdd)) {
      if (!this.tellsAll) return;
      this.done.add(block);
      this.insertions.before(first.startIndex, this.passing(scope, block));
      return;
    }
    this.done.add(block);
    const group = { statements, block, scope };
    if (/^(?:if|switch)_statement$/.test(last.type)) this.branch(last, group);
    else if (last.type === 'return_statement') this.return(last, group);
    else if (/^(?:break|continue)_statement$/.test(last.type)) {
      this.open(group, 'jump');
      this.insertions.before(last.startIndex, this.end(scope, block, 'jump', 'void 0'));
    } else if (last.type === 'for_statement') {
      this.open(group, 'next');
      this.loopStart(last, block, scope);
    } else {
      this.open(group, 'next');
      this.insertions.after(last.endIndex, this.end(scope, block, 'next', 'void 0'));
    }
  }

  /** That a block begins which is left alone. */
  private passing(scope: Scope, block: number): string {
    return this.tellsAll ? `;$witness.passes(${frame},${block},${this.accessors(scope)});` : '';
  }

  private passed(expression: Node, block: number, scope: Scope): void {
    if (!this.tellsAll) return;
    this.done.add(block);
    const call = `$witness.passes(${frame},${block},${this.accessors(scope)})`;
    this.insertions.before(expression.startIndex, `(${call},(`);
    this.insertions.after(expression.endIndex, '))');
  }

  private open({ statements, block, scope }: Group, kind: string, taken = ''): void {
    const [first] = statements;
    if (first === undefined) return;
    const hoisted = declarationsIn(statements);
    const before = hoisted.length > 0 ? `let ${hoisted.join()};` : '';
    this.insertions.before(first.startIndex, `;${before}${this.start(scope, block, kind, taken)}`);
    for (const statement of statements) hoist(statement, this.insertions);
  }

  private branch(last: Node, group: Group): void {
    const { insertions } = this;
    const condition = last.childForFieldName(last.type === 'if_statement' ? 'condition' : 'value');
    const word = last.type.replace('_statement', '');
    this.open(group, 'branch', `${value}=$witness.value(${frame})`);
    insertions.before(last.startIndex, '/*');
    insertions.before(last.startIndex + word.length, `*/${value}=`);
    const rest = `${this.end(group.scope, group.block, 'branch', value)}${word}(${value})`;
    insertions.after(condition?.endIndex ?? last.endIndex, rest);
  }

  private return(last: Node, group: Group): void {
    const { insertions } = this;
    const returned = last.namedChildren.find(({ isExtra }) => !isExtra);
    this.open(group, 'return', `${value}=$witness.value(${frame})`);
    insertions.before(last.startIndex, '/*');
    insertions.before(last.startIndex + 'return'.length, `*/${value}=${returned ? '(' : 'void 0'}`);
    if (returned) insertions.after(returned.endIndex, ')');
    const end = this.end(group.scope, group.block, 'return', value);
    insertions.after(last.endIndex, `${end}return ${value};`);
  }

  /** What a `for` starts with belongs to the block before: its variables take their values one by one. */
  private loopStart(loop: Node, block: number, scope: Scope): void {
    const init = loop.childForFieldName('initializer');
    const failed = `;}catch($witnessError){$witness.raised(${frame},${block},$witnessError,${this.accessors(scope)});throw $witnessError}}`;
    this.insertions.before(loop.startIndex, failed);
    const within = { ...scope, parts: [...scope.parts, loop] };
    const declarators = init?.namedChildren.filter(({ type }) => type === 'variable_declarator') ?? [];
    for (const declarator of declarators) {
      const given = declarator.childForFieldName('value');
      const name = declarator.childForFieldName('name')?.text ?? '';
      if (given === null) continue;
      this.insertions.before(given.startIndex, `$witness.init(${frame},${block},"${name}",()=>(`);
      this.insertions.after(given.endIndex, '))');
    }
    const end = declarators.at(-1)?.endIndex ?? loop.startIndex;
    const left = `$witness.left(${frame},${block},"next",void 0,${this.accessors(within)})`;
    this.insertions.after(end, `,$witnessStart=${left}`);
  }

  private opening(scope: Scope): string {
    const { node, info } = scope.owner;
    const isPlain = !info.isAsync && !info.isGenerator && info.name !== 'constructor';
    const call = `$witness.call(${JSON.stringify(info.path)},${String(isPlain)},${this.accessors(scope)},()=>${argumentsOf(node)})`;
    const given = isPlain ? `if(${frame}.isGiven)return $witness.given(${frame});` : '';
    return `const ${frame}=${call};let ${value};${given}try{`;
  }

  private start(scope: Scope, block: number, kind: string, taken: string): string {
    const accessors = this.accessors(scope);
    return `$witness.enter(${frame},${block},${accessors});if($witness.takes(${frame},${block},"${kind}",${accessors})){${taken}}else{try{`;
  }

  private end(scope: Scope, block: number, kind: string, told: string): string {
    const accessors = this.accessors(scope);
    const raised = `$witness.raised(${frame},${block},$witnessError,${accessors},"${kind}")`;
    const left = `$witness.left(${frame},${block},"${kind}",${told},${accessors})`;
    return `;}catch($witnessError){if(!${raised})throw $witnessError}${told === value ? `${value}=` : ''}${left}}`;
  }

  private accessors(scope: Scope): string {
    return accessorsOf(scope, this.source.model);
  }

  private replaced(node: Node, text: string): void {
    this.insertions.before(node.startIndex, '/*');
    this.insertions.after(node.endIndex, `*/${text}`);
  }
}

function isDeclaredFunction(type: string): boolean {
  return /^(?:generator_)?function_declaration$/.test(type);
}

/** Whether what a statement itself does cannot be taken from elsewhere. */
function isOdd(statement: Node): boolean {
  switch (statement.type) {
    case 'if_statement':
      return partWaits(statement, 'condition');
    case 'switch_statement':
      return partWaits(statement, 'value');
    case 'for_statement': {
      const init = statement.childForFieldName('initializer');
      return (
        init?.type !== 'lexical_declaration' ||
        waits(init) ||
        init.namedChildren.some((item) => item.childForFieldName('name')?.type !== 'identifier')
      );
    }
    case 'expression_statement':
    case 'return_statement':
    case 'throw_statement':
    case 'break_statement':
    case 'continue_statement':
    case 'lexical_declaration':
    case 'variable_declaration':
      return waits(statement);
    default:
      return true;
  }
}

function partWaits(statement: Node, field: string): boolean {
  const part = statement.childForFieldName(field);
  return part === null || waits(part);
}

/** Whether other code may run in the middle of it. */
function waits(node: Node): boolean {
  if (/^(?:await|yield)_expression$/.test(node.type)) return true;
  return node.namedChildren.some((child) => !isFunction(child) && waits(child));
}
