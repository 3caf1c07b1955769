// Every order of blocks that a run shows is a path in the control-flow graph.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { LanguageId } from '../../../../src/core/syntax/model';
import { testSyntax } from '../../../support/syntax';
import { arbitraryProgram as javascriptProgram } from './javascriptPrograms';
import { LineGraph } from './lineGraph';
import { numberedProgram, type LinePairs } from './lines';
import { arbitraryProgram as pythonProgram } from './pythonPrograms';
import { runJavascript } from './runJavascript';
import { runPython } from './runPython';

const handwritten = [
  `def f():
    try:
        try:
            g(@)
        except* e(@, A) as group:
            r(@)
        except* e(@, B, ValueError):
            if d(@):
                r(@)
        x = n(@)
    except e(@, Exception):
        x = n(@)
    return n(@)
`,
  `def f():
    for x in it(@):
        try:
            g(@)
        except* e(@, A):
            n(@)
        finally:
            if d(@):
                n(@); continue
        r(@)
`,
  `def f():
    while d(@):
        try:
            with m(@):
                return r(@)
        finally:
            try:
                r(@)
            except e(@, A):
                n(@); break
    else:
        with m(@), m() as (x, y):
            raise e(@, B)[0]
    return n(@)
`,
].map((text) => numberedProgram(text.split('\n')));

describe('control-flow edges', () => {
  it('hold every order of blocks that Python runs', async function () {
    this.timeout(120_000);
    const programs = [...handwritten, ...fc.sample(pythonProgram, 300)];
    const steps = await runPython(programs, 40);
    let total = 0;
    for (const [index, text] of programs.entries()) total += await check('python', text, steps[index] ?? []);
    console.log(`      ${programs.length} programs, ${total} different steps`);
    assert.ok(total > 1000);
  });

  it('hold every order of blocks that JavaScript runs', async function () {
    this.timeout(120_000);
    const programs = fc.sample(javascriptProgram, 300);
    let total = 0;
    for (const text of programs) total += await check('javascript', text, runJavascript(text, 40));
    console.log(`      ${programs.length} programs, ${total} different steps`);
    assert.ok(total > 1000);
  });
});

/** Number of steps, all of which are edges. */
async function check(language: LanguageId, text: string, steps: LinePairs): Promise<number> {
  const document = await (await testSyntax()).parse(language, text);
  const model = document.model();
  document.dispose();
  assert.deepEqual(model.syntaxErrors, []);
  const graph = new LineGraph(model, text);
  for (const [from, to] of steps) {
    assert.ok(graph.allows(from, to), `no edge from line ${from} to line ${to} in\n${numbered(text)}`);
  }
  return steps.length;
}

function numbered(text: string): string {
  return text
    .split('\n')
    .map((line, index) => `${String(index + 1).padStart(3)} ${line}`)
    .join('\n');
}
