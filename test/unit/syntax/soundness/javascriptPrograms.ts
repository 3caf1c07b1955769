// Random JavaScript functions of nested control flow, one statement a line.
import fc from 'fast-check';
import { indented, numberedProgram, type Lines } from './lines';

interface Around {
  readonly depth: number;
  readonly inLoop: boolean;
  readonly inSwitch: boolean;
  readonly labels: readonly string[];
  readonly isGenerator: boolean;
}

/** The text of a function `f`; see runJavascript.ts for what it calls. */
export const arbitraryProgram: fc.Arbitrary<string> = fc
  .boolean()
  .chain((isGenerator) =>
    suite({ depth: 3, inLoop: false, inSwitch: false, labels: [], isGenerator }).map((lines) =>
      numberedProgram([isGenerator ? 'function* f() {' : 'function f() {', ...indented(lines), '}']),
    ),
  );

function suite(around: Around): fc.Arbitrary<Lines> {
  return fc.array(statement(around), { minLength: 1, maxLength: 3 }).map((statements) => statements.flat());
}

function statement(around: Around): fc.Arbitrary<Lines> {
  const simple = fc.constantFrom<Lines>(
    ['r(@);'],
    ['n(@);'],
    ...(around.isGenerator ? [['yield n(@);']] : []),
  );
  const jump = fc.constantFrom<Lines>(...jumps(around));
  if (around.depth === 0) return fc.oneof({ arbitrary: simple, weight: 4 }, { arbitrary: jump, weight: 1 });
  return fc.oneof(
    { arbitrary: simple, weight: 4 },
    { arbitrary: jump, weight: 2 },
    { arbitrary: choice(around), weight: 2 },
    { arbitrary: loop(around), weight: 4 },
    { arbitrary: attempt(around), weight: 3 },
    { arbitrary: switchStatement(around), weight: 2 },
    { arbitrary: labelledBlock(around), weight: 1 },
  );
}

function jumps({ inLoop, inSwitch, labels }: Around): Lines[] {
  return [
    ['return void n(@);'],
    ['r(@); throw new Error("raised");'],
    ...(inLoop || inSwitch ? [['n(@); break;']] : []),
    ...(inLoop ? [['n(@); continue;']] : []),
    ...labels.map((label) => [`n(@); break ${label};`]),
    ...labels.filter((label) => label.startsWith('loop')).map((label) => [`n(@); continue ${label};`]),
  ];
}

function choice(around: Around): fc.Arbitrary<Lines> {
  const part = suite(deeper(around));
  return fc
    .tuple(part, fc.option(part), fc.option(part))
    .map(([body, second, otherwise]) => [
      'if (d(@)) {',
      ...indented(body),
      ...(second === null ? [] : ['} else if (d(@)) {', ...indented(second)]),
      ...(otherwise === null ? [] : ['} else {', ...indented(otherwise)]),
      '}',
    ]);
}

function loop(around: Around): fc.Arbitrary<Lines> {
  const label = `loop${around.depth}`;
  const inside = { ...deeper(around), inLoop: true, inSwitch: false, labels: [...around.labels, label] };
  const headers: [Lines, string][] = [
    [[`${label}: while (d(@)) {`], '}'],
    [[`${label}: for (const x of it(@)) {`], '}'],
    [[`${label}: do {`], '} while (d(@));'],
    [[`${label}: for (`, 'let i = n(@);', 'd(@);', 'n(@)', ') {'], '}'],
    [[`${label}: for (`, ';', ';', ') {', 'if (!d(@))', '{ break; }'], '}'],
  ];
  return fc.tuple(fc.constantFrom(...headers), suite(inside)).map(([[start, end], body]) => {
    return [...start, ...indented(body), end];
  });
}

function attempt(around: Around): fc.Arbitrary<Lines> {
  const part = suite(deeper(around));
  return fc
    .tuple(part, fc.option(part), part, fc.boolean())
    .map(([body, handler, finalizer, isFinal]) => [
      'try {',
      ...indented(body),
      ...(handler === null ? [] : ['} catch {', ...indented(handler)]),
      ...(handler === null || isFinal ? ['} finally {', ...indented(finalizer)] : []),
      '}',
    ]);
}

function switchStatement(around: Around): fc.Arbitrary<Lines> {
  const part = fc.option(suite({ ...deeper(around), inSwitch: true }));
  const cases = fc.shuffledSubarray(['case n(@):', 'case 2:', 'default:', 'case d(@):'], { minLength: 1 });
  return fc
    .tuple(cases, part, part, part, part)
    .map(([headers, ...bodies]) => [
      'switch (n(@)) {',
      ...indented(headers.flatMap((header, index) => [header, ...indented(bodies[index] ?? [])])),
      '}',
    ]);
}

function labelledBlock(around: Around): fc.Arbitrary<Lines> {
  const label = `block${around.depth}`;
  return suite({ ...deeper(around), labels: [...around.labels, label] }).map((body) => [
    `${label}: {`,
    ...indented(body),
    '}',
  ]);
}

function deeper(around: Around): Around {
  return { ...around, depth: around.depth - 1 };
}
