// A path as a test: what stands in it, and that it fails for the path's own reason.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathTest, type PathTest } from '../../../src/host/dataflow/pathTest';
import { FlowService } from '../../../src/host/dataflow/flowService';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { Z3Solver } from '../../../src/host/solver/z3Solver';
import { probedLevel } from '../../support/sandbox/probedLevel';

const assets = path.resolve('dist');

const guestbook = `import os
import sys

ROOT = "/srv/guestbook"
UNUSED = object()


def command_for(entry, verbose):
    if verbose > 3:
        return "cat " + ROOT + "/" + entry
    return "true"


def show(request, verbose):
    entry = request.args.get("entry")
    os.system(command_for(entry, verbose))


def average(total, texts):
    count = int(texts)
    if count == 0 and total > 10:
        return total / count
    return 0


def unrelated():
    return UNUSED
`;

const rules = `id: python/entries
title: Entries
severity: error
languages: [python]
message: '{sink} from {source}'
sources:
  - query: '((attribute object: (identifier) @o attribute: (identifier) @a) @source (#eq? @o "request") (#eq? @a "args"))'
sinks:
  - query: '((call function: (_) @f arguments: (argument_list . (_) @sink)) (#imported? @f "os.system"))'
`;

const commands = 'python/command-injection';

describe('a path as a test', () => {
  let folder: string;
  let solver: Z3Solver;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-path-test-'));
    solver = new Z3Solver(assets);
  });
  after(() => {
    solver.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  async function testOf(text: string, rule: string): Promise<PathTest | undefined> {
    writeFileSync(path.join(folder, 'app.py'), text);
    writeFileSync(path.join(folder, 'own.yaml'), rules);
    const syntax = new SyntaxService(assets);
    const service = new FlowService({ assets, syntax, solver });
    const { signal } = new AbortController();
    const request = { paths: ['app.py'], cwd: folder, root: folder, rules: [rule] };
    const { findings } = await service.run(request, { signal });
    const [finding] = findings;
    assert.ok(finding, 'nothing was found');
    const environment = process.env;
    const { level } = await probedLevel();
    return pathTest(finding, { assets, syntax, cwd: folder, isolation: level, environment, signal });
  }

  it('holds what the path needs, with a mark in place of the source, and fails as the mark arrives', async () => {
    const made = await testOf(guestbook, 'own.yaml');
    assert.equal(made?.error, 'AssertionError: what line 15 reads has reached line 16');
    for (const part of [
      /^def test_app_line_16\(\):$/m,
      /^ {4}ROOT = "\/srv\/guestbook"$/m,
      /entry = Marked\("witness-[0-9a-f]{8}"\)\.get\("entry"\)/,
      /os\.system\(at_sink\(command_for\(entry, verbose\)\)\)/,
      /^ {4}show\(request=request, verbose=4\)$/m,
    ]) {
      assert.match(made.text, part);
    }
    assert.doesNotMatch(made.text, /average|UNUSED|import sys/, 'nothing that the path does not need');
  });

  it('takes a plain text where the source gives one', async () => {
    const made = await testOf('import os\n\n\ndef run():\n    os.system("ls " + input())\n', commands);
    assert.match(made?.text ?? '', /os\.system\(at_sink\("ls " \+ "witness-[0-9a-f]{8}"\)\)/);
  });

  it('of zero fails where the sink fails, with the input of the solver', async () => {
    const made = await testOf(guestbook, 'python/division-by-zero');
    assert.equal(made?.error, 'ZeroDivisionError: division by zero');
    assert.match(made.text, /^ {4}average\(total=11, texts=texts\)$/m);
  });

  it('is none where nothing fails', async () => {
    const text = `import os


def run():
    name = input()
    if not name.isdigit():
        name = str(int("x"))
    os.system(name)
`;
    assert.equal(await testOf(text, commands), undefined);
  });
});
