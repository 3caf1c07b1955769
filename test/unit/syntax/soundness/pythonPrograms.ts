// Random Python functions of nested control flow, one statement a line.
import fc from 'fast-check';
import { indented, numberedProgram, type Lines } from './lines';

interface Around {
  readonly depth: number;
  readonly inLoop: boolean;
  readonly isGenerator: boolean;
}

/** The text of a module that defines `f()`; see runPython.ts for what it calls. */
export const arbitraryProgram: fc.Arbitrary<string> = fc
  .boolean()
  .chain((isGenerator) => suite({ depth: 3, inLoop: false, isGenerator }))
  .map((lines) => numberedProgram(['def f():', ...indented(lines), '']));

function suite(around: Around): fc.Arbitrary<Lines> {
  return fc.array(statement(around), { minLength: 1, maxLength: 3 }).map((statements) => statements.flat());
}

function statement(around: Around): fc.Arbitrary<Lines> {
  const simple = fc.constantFrom<Lines>(
    ['r(@)'],
    ['x = n(@)'],
    ['assert d(@)'],
    ...(around.isGenerator ? [['yield n(@)']] : []),
  );
  const jump = fc.constantFrom<Lines>(
    ['return n(@)'],
    ['raise e(@, A)[0]'],
    ...(around.inLoop ? [['n(@); break'], ['n(@); continue']] : []),
  );
  if (around.depth === 0) return fc.oneof({ arbitrary: simple, weight: 4 }, { arbitrary: jump, weight: 1 });
  return fc.oneof(
    { arbitrary: simple, weight: 4 },
    { arbitrary: jump, weight: 2 },
    { arbitrary: choice(around), weight: 2 },
    { arbitrary: loop(around), weight: 2 },
    { arbitrary: attempt(around), weight: 4 },
    { arbitrary: withStatement(around), weight: 2 },
    { arbitrary: match(around), weight: 1 },
  );
}

function choice(around: Around): fc.Arbitrary<Lines> {
  const part = suite(deeper(around));
  return fc
    .tuple(part, fc.array(part, { maxLength: 2 }), fc.option(part))
    .map(([body, elifs, otherwise]) => [
      'if d(@):',
      ...indented(body),
      ...elifs.flatMap((lines) => ['elif d(@):', ...indented(lines)]),
      ...clause('else:', otherwise),
    ]);
}

function loop(around: Around): fc.Arbitrary<Lines> {
  const body = suite({ ...deeper(around), inLoop: true });
  return fc
    .tuple(fc.constantFrom('while d(@):', 'for x in it(@):'), body, fc.option(suite(deeper(around))))
    .map(([header, lines, otherwise]) => [header, ...indented(lines), ...clause('else:', otherwise)]);
}

function attempt(around: Around): fc.Arbitrary<Lines> {
  const part = suite(deeper(around));
  const handlers = fc.uniqueArray(
    fc.constantFrom('except e(@, A):', 'except e(@, A, B) as x:', 'except e(@, ValueError):'),
    {
      minLength: 1,
      maxLength: 3,
    },
  );
  return fc
    .tuple(part, fc.option(handlers), fc.boolean(), part, fc.option(part), fc.option(part))
    .map(([body, typed, hasBare, handler, otherwise, finalizer]) => {
      const headers =
        typed === null && finalizer !== null ? [] : [...(typed ?? []), ...(hasBare ? ['except:'] : [])];
      const handled = headers.length > 0 || finalizer !== null ? headers : ['except:'];
      return [
        'try:',
        ...indented(body),
        ...handled.flatMap((header) => [header, ...indented(handler)]),
        ...(handled.length > 0 ? clause('else:', otherwise) : []),
        ...clause('finally:', finalizer),
      ];
    });
}

function withStatement(around: Around): fc.Arbitrary<Lines> {
  const header = fc.constantFrom(
    'with m(@):',
    'with m(@) as x:',
    'with m(@), m() as y:',
    'with m(@) as (x, y):',
  );
  return fc.tuple(header, suite(deeper(around))).map(([line, body]) => [line, ...indented(body)]);
}

function match(around: Around): fc.Arbitrary<Lines> {
  const part = suite(deeper(around));
  return fc
    .tuple(part, part, fc.option(part))
    .map(([one, two, rest]) => [
      'match n(@):',
      ...indented([
        'case 0 | 3:',
        ...indented(one),
        'case x if d(@):',
        ...indented(two),
        ...clause('case _:', rest),
      ]),
    ]);
}

function deeper(around: Around): Around {
  return { ...around, depth: around.depth - 1 };
}

function clause(header: string, lines: Lines | null): Lines {
  return lines === null ? [] : [header, ...indented(lines)];
}
