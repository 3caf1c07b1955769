import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { scriptOf, type Script } from '../../../src/core/dataflow/feasibility/smt';
import { Terms } from '../../../src/core/dataflow/symbolic/terms';
import { binary, lengthOf, testText } from '../../../src/core/dataflow/symbolic/operations';
import { Z3Solver } from '../../../src/host/solver/z3Solver';

describe('the solver', function () {
  this.timeout(30_000);
  let solver: Z3Solver;
  before(() => {
    solver = new Z3Solver('dist');
  });
  after(() => {
    solver.dispose();
  });

  it('finds a text by its length and its beginning', async () => {
    const terms = new Terms();
    const text = terms.symbol('text', 'string');
    const script = scriptOf([
      testText(terms, 'prefix', text, terms.constant('ab')),
      binary(terms, '==', lengthOf(terms, text), terms.constant(5)),
    ]);
    assert.ok(script !== undefined);
    const answer = await solver.check(script);
    assert.equal(answer.result, 'sat');
    const [name] = script.wanted;
    const value = 'values' in answer && name !== undefined ? answer.values[name] : undefined;
    assert.match(String(value), /^ab.{3}$/s);
  });

  it('sees a contradiction between two unknowns', async () => {
    const terms = new Terms();
    const [a, b] = [terms.symbol('a', 'int'), terms.symbol('b', 'int')];
    const script = scriptOf([binary(terms, '<', a, b), binary(terms, '<', b, a)]);
    assert.ok(script !== undefined);
    assert.equal((await solver.check(script)).result, 'unsat');
  });

  it('knows a question again, whatever was asked before it', async () => {
    const [first, later] = [new Terms(), new Terms()];
    later.symbol('other', 'int');
    const [known, again] = [questionOf(first, '<='), questionOf(later, '<=')];
    assert.deepEqual(again, known);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'witness-solver-'));
    const assets = path.join(folder, 'assets');
    await symlink(path.resolve('dist'), assets);
    const remembering = new Z3Solver(assets);
    const answer = await remembering.check(known);
    assert.equal(answer.result, 'sat');
    remembering.dispose();
    await rm(folder, { recursive: true });
    assert.deepEqual(await remembering.check(again), answer);
    assert.deepEqual(await remembering.check(questionOf(later, '<')), { result: 'unknown' });
  });

  it('is unknown where Z3 is not there, and does not fail', async () => {
    const none = new Z3Solver('no/such/folder');
    assert.deepEqual(await none.check({ script: '(assert true)', wanted: [] }), { result: 'unknown' });
    none.dispose();
  });
});

function questionOf(terms: Terms, operator: '<' | '<='): Pick<Script, 'script' | 'wanted'> {
  const [a, b] = [terms.symbol('a', 'int'), terms.symbol('b', 'int')];
  const script = scriptOf([binary(terms, operator, a, b), binary(terms, '<=', b, a)]);
  assert.ok(script !== undefined);
  return { script: script.script, wanted: script.wanted };
}
