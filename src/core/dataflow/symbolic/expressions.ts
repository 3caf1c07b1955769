// Evaluates expressions.
import type { AssignExpr, BinaryExpr, CastExpr, Expr, InstanceExpr, LogicalExpr, NewExpr } from '../ir/ir';
import { assignTo } from './assignment';
import { callExpression, construct } from './calls';
import { choice } from './choice';
import { newList, readItem, writeItem, appendItem, extendList, isEmpty } from './containers';
import { allocate, classOfType, deep, infoOf, overObjects, singleton, sortOfType } from './heap';
import type { Machine } from './machine';
import { freeValue, memberValue, moduleVariable } from './names';
import { binary, concat, equal, isSmallChoice, testText } from './operations';
import { applyRoles } from './roles';
import type { Term } from './terms';

/** The value of an expression, with what the rules say of it. */
export function evaluate(m: Machine, expr: Expr): Term {
  return applyRoles(m, expr, valueOf(m, expr));
}

function valueOf(m: Machine, expr: Expr): Term {
  switch (expr.kind) {
    case 'constant':
      return m.terms.constant(expr.value, expr.sort);
    case 'local':
      return readLocal(m, expr.name, expr.depth);
    case 'free':
      return freeValue(m, expr);
    case 'this':
      return thisValue(m, expr.of);
    case 'member':
      return m.pass(memberValue(m, evaluate(m, expr.object), expr.name), 'load', expr);
    case 'index': {
      const object = evaluate(m, expr.object);
      return readItem(m, object, expr.index === undefined ? undefined : evaluate(m, expr.index));
    }
    case 'call':
      return callExpression(m, expr);
    case 'new':
      return newValue(m, expr);
    case 'binary':
      return binaryValue(m, expr);
    case 'logical':
      return logicalValue(m, expr);
    default:
      return otherValue(m, expr);
  }
}

function otherValue(m: Machine, expr: Expr): Term {
  switch (expr.kind) {
    case 'conditional':
      return choose(
        m,
        expr.test,
        () => evaluate(m, expr.then),
        () => evaluate(m, expr.otherwise),
      );
    case 'assign':
      return assignValue(m, expr);
    case 'unary': {
      const operand = evaluate(m, expr.operand);
      if (expr.operator === 'not') return m.terms.not(truth(m, operand));
      if (expr.operator === '-') return binary(m.terms, '-', m.terms.constant(0), operand);
      return m.terms.apply('operator', [operand]);
    }
    case 'cast':
      return castValue(m, expr);
    case 'instance':
      return instanceValue(m, expr);
    case 'closure':
      return allocate(m, {
        kind: 'closure',
        type: expr.fn.name,
        fn: expr.fn,
        frame: m.frame,
        self: m.frame.self,
      });
    case 'class':
      return singleton(m, 'class', `${expr.class.file.path} ${expr.class.path}`, {
        class: expr.class,
        frame: m.frame,
        type: expr.class.name,
      });
    default:
      return compositeValue(m, expr);
  }
}

function compositeValue(m: Machine, expr: Expr): Term {
  switch (expr.kind) {
    case 'list':
      return listValue(m, expr.elements);
    case 'map': {
      const map = allocate(m, { kind: 'map', type: 'map' });
      for (const { key, value } of expr.entries) {
        const content = evaluate(m, value);
        if (key === undefined) extendList(m, map, content);
        else writeItem(m, map, evaluate(m, key), m.pass(content, 'store', value));
      }
      return map;
    }
    case 'text':
      return expr.parts
        .map((part) => evaluate(m, part))
        .reduce((a, b) => concat(m.terms, a, b), m.terms.constant(''));
    case 'await':
      return evaluate(m, expr.value);
    case 'yield':
      return yieldValue(m, expr.value === undefined ? m.terms.null : evaluate(m, expr.value), expr.delegates);
    case 'block':
      m.run.execute(m, expr.body);
      return evaluate(m, expr.result);
    case 'unknown':
      return m.terms.apply(
        `${expr.what}@${expr.start}`,
        expr.parts.map((part) => deep(m, evaluate(m, part))),
        'any',
        `\`${expr.what}\` is not modelled`,
      );
    default:
      return m.terms.null;
  }
}

function readLocal(m: Machine, name: string, depth: number): Term {
  let frame = m.frame;
  for (let level = 0; level < depth && frame.parent !== undefined; level++) frame = frame.parent;
  const value = m.read(frame.id, name);
  if (value !== undefined) return value;
  if (frame.fn === frame.fn.file.module) return moduleVariable(m, frame.fn.file, name);
  if (!frame.isAssumed) return m.terms.null;
  const type = frame.fn.types.get(name);
  return m.terms.symbol(`${frame.id} ${name}`, sortOfType(type), type === undefined ? {} : { type });
}

function thisValue(m: Machine, of: string | undefined): Term {
  const { self } = m.frame;
  if (self === undefined) return m.terms.symbol('this');
  if (of === undefined) return self;
  const outer = m.read(`@${m.terms.strip(self).id}`, '<outer>');
  return outer ?? m.terms.symbol(`${of}.this`, 'any', { type: of });
}

function newValue(m: Machine, expr: NewExpr): Term {
  const args = expr.args.map(({ value, name, isSpread }) => ({ value: evaluate(m, value), name, isSpread }));
  return construct(m, expr, args);
}

function binaryValue(m: Machine, { operator, left, right }: BinaryExpr): Term {
  const a = evaluate(m, left);
  const b = evaluate(m, right);
  if (operator === 'in' || operator === 'not in') {
    const contains = contained(m, b, a);
    return operator === 'in' ? contains : m.terms.not(contains);
  }
  if (operator === '%' && m.terms.strip(a).sort === 'string') {
    return m.terms.apply('format', [a, deep(m, b)], 'string');
  }
  const lists = infoOf(m, a)?.kind === 'list' && operator === '+';
  if (lists) {
    const list = newList(m, []);
    extendList(m, list, a);
    extendList(m, list, b);
    return list;
  }
  // Only Java divides integers to integers.
  if (operator === '/' && !m.isJava) return binary(m.terms, '/', asReal(m, a), b);
  return binary(m.terms, operator, a, b);
}

function asReal(m: Machine, value: Term): Term {
  const number = m.terms.strip(value);
  if (number.op !== 'const' || number.sort !== 'int') return value;
  return m.terms.carry(m.terms.constant(number.value, 'real'), [value]);
}

function contained(m: Machine, container: Term, item: Term): Term {
  const text = m.terms.strip(container);
  if (text.sort === 'string') return testText(m.terms, 'contains', text, item);
  return m.terms.strip(m.terms.apply('contains', [deep(m, container), item], 'bool'));
}

/** Whether a value counts as true, as the language of the frame sees it. */
export function truth(m: Machine, value: Term): Term {
  const { terms } = m;
  const term = terms.strip(value);
  if (term.sort === 'bool') return term;
  if (term.op === 'const') return terms.constant(Boolean(term.value), 'bool');
  if (term.sort === 'int' || term.sort === 'real') {
    return terms.not(equal(terms, term, terms.constant(0, term.sort)));
  }
  if (term.sort === 'string') return terms.not(equal(terms, term, terms.constant('')));
  if (isSmallChoice(term)) {
    const [test, then, otherwise] = term.args;
    if (test && then && otherwise) return terms.ite(test, truth(m, then), truth(m, otherwise));
  }
  if (m.objects.has(term)) {
    const isPython = m.frame.fn.file.language === 'python';
    return isPython ? terms.not(isEmpty(m, term)) : terms.true;
  }
  return terms.apply('truth', [term], 'bool');
}

function logicalValue(m: Machine, expr: LogicalExpr): Term {
  const left = evaluate(m, expr.left);
  const isNull = (): Term => equal(m.terms, left, m.terms.null);
  const test = expr.operator === 'nullish' ? m.terms.not(isNull()) : truth(m, left);
  const right = (): Term => evaluate(m, expr.right);
  const keep = (): Term => left;
  return choice(
    m,
    test,
    m.place(expr.left),
    expr.operator === 'and' ? right : keep,
    expr.operator === 'and' ? keep : right,
  );
}

function choose(m: Machine, test: Expr, then: () => Term, otherwise: () => Term): Term {
  return choice(m, truth(m, evaluate(m, test)), m.place(test), then, otherwise);
}

function assignValue(m: Machine, expr: AssignExpr): Term {
  const old =
    expr.yieldsOld === true && expr.target.kind !== 'pattern' ? evaluate(m, expr.target) : undefined;
  const value = m.pass(evaluate(m, expr.value), expr.target.kind === 'local' ? 'assignment' : 'store', expr);
  assignTo(m, expr.target, value);
  return old ?? value;
}

function castValue(m: Machine, expr: CastExpr): Term {
  const value = evaluate(m, expr.value);
  const term = m.terms.strip(value);
  const sort = sortOfType(expr.type);
  if (sort === 'any' || term.sort === sort) return value;
  if (term.op === 'const' && typeof term.value === 'number') {
    const number = sort === 'int' ? Math.trunc(term.value) : term.value;
    return sort === 'int' || sort === 'real' ? m.terms.carry(m.terms.constant(number, sort), [value]) : value;
  }
  const isUnknown = term.op === 'symbol' && term.sort === 'any';
  return isUnknown || term.sort === 'any' || sort === 'int'
    ? m.terms.apply(`(${expr.type})`, [value], sort)
    : value;
}

function instanceValue(m: Machine, expr: InstanceExpr): Term {
  const value = evaluate(m, expr.value);
  const wanted = classOfType(m, expr.type);
  if (expr.binds !== undefined) assignTo(m, expr.binds, value);
  const test = overObjects(m, value, (object) => {
    if (object.op === 'const' && object.value === null) return m.terms.false;
    const cls = m.objects.get(object)?.class;
    if (cls === undefined || wanted === undefined) {
      return m.terms.apply(`instanceof ${expr.type}`, [object], 'bool');
    }
    return m.terms.constant(m.program.withSubclasses(wanted).includes(cls), 'bool');
  });
  return m.terms.strip(test);
}

function listValue(
  m: Machine,
  elements: readonly { readonly value: Expr; readonly isSpread?: boolean }[],
): Term {
  const list = newList(m, []);
  for (const { value, isSpread } of elements) {
    const content = m.pass(evaluate(m, value), 'store', value);
    if (isSpread === true) extendList(m, list, content);
    else appendItem(m, list, content);
  }
  return list;
}

/** Generators run when they are called; what they yield is a list. */
function yieldValue(m: Machine, value: Term, delegates: boolean): Term {
  const list = m.read(m.frame.id, '<yields>');
  if (list === undefined) return value;
  if (delegates) extendList(m, list, value);
  else appendItem(m, list, value);
  return m.terms.fresh('sent');
}
