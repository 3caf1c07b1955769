// Tests of pytest as statements, like all other tests.

export interface PytestTest {
  /** As pytest prints it. */
  readonly id: string;
  /** Where nothing of pytest is used: folder, module and name of the test, to be called directly. */
  readonly direct?: readonly [folder: string, module: string, name: string];
}

const start = 'import witness_debugging.pytest_tests as _tests; _tests.';

/** The statement that runs a test as pytest does. */
export function pytestStatement({ id }: PytestTest): string {
  return `${start}run(${JSON.stringify(id)})`;
}

/** The statement that runs several tests at once as pytest does, and fails where one of them does. */
export function jointPytestStatement(ids: readonly string[]): string {
  return `${start}run(${ids.map((id) => JSON.stringify(id)).join(', ')})`;
}

/** The fastest statement that runs a test; the id stands behind it as a comment. */
export function fastStatement(test: PytestTest): string {
  if (test.direct === undefined) return pytestStatement(test);
  const [folder, module, name] = test.direct.map((text) => JSON.stringify(text));
  return `${start}call(${folder ?? ''}, ${module ?? ''}, ${name ?? ''}) # ${JSON.stringify(test.id)}`;
}

/** The statement that imports the module of a test that is called directly; undefined of other tests. */
export function preludeOf(statement: string): string | undefined {
  const called = `${start}call(`;
  if (!statement.startsWith(called)) return undefined;
  const given = JSON.parse(`[${statement.slice(called.length, statement.lastIndexOf(') # '))}]`) as string[];
  const place = given.slice(0, 2).map((text) => JSON.stringify(text));
  return `${start}load(${place.join(', ')})`;
}

/** Whether a statement runs a test of pytest, one way or the other. */
export function isPytestStatement(statement: string): boolean {
  return statement.startsWith(start);
}

/** Whether it runs a test as pytest does. */
export function isRunByPytest(statement: string): boolean {
  return statement.startsWith(`${start}run(`);
}

/** What people call a test: the id in such a statement, other statements as they are. */
export function testName(statement: string): string {
  if (!isPytestStatement(statement)) return statement;
  const id = isRunByPytest(statement)
    ? statement.slice(`${start}run(`.length, -1)
    : statement.slice(statement.lastIndexOf(' # ') + 3);
  return String(JSON.parse(id));
}
