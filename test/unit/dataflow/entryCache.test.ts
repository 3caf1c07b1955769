// What is kept from one analysis to the next: only what depends on a change is explored again.
import assert from 'node:assert/strict';
import { analyse } from '../../../src/core/dataflow/analyse';
import type { FlowResult, RoleMatch, SourceFile } from '../../../src/core/dataflow/model';
import { RuleMatcher } from '../../../src/core/dataflow/rules/ruleMatcher';
import { EntryCache } from '../../../src/core/dataflow/schedule';
import { builtInRules, sourceFile } from '../../support/rules';

const helper = `def prefix(text):
    return 'ls ' + text
`;
const caller = `import os
from flask import request
from helper import prefix
def list_files():
    os.system(prefix(request.args.get('q')))
`;
const other = `import os
from flask import request
def remove():
    os.system('rm ' + request.args.get('q'))
`;

describe('a second analysis', () => {
  const { rules, facts } = builtInRules();
  const commands = rules.filter(({ document }) => document.id === 'python/command-injection');
  const matcher = new RuleMatcher({ rules: commands, facts });
  const matches = new WeakMap<SourceFile, readonly RoleMatch[]>();
  const matchesOf = (file: SourceFile): readonly RoleMatch[] => {
    const known = matches.get(file) ?? matcher.matches(file);
    matches.set(file, known);
    return known;
  };

  async function explored(
    files: readonly SourceFile[],
    cache: EntryCache,
  ): Promise<{ names: string[]; result: FlowResult }> {
    const names = new Set<string>();
    const result = await analyse(files, matchesOf, {
      cache,
      onExplored: ({ path, file }) => names.add(`${file.path} ${path}`),
    });
    return { names: [...names].sort(), result };
  }

  it('explores nothing again where nothing has changed, and finds the same', async () => {
    const cache = new EntryCache();
    const files = await Promise.all([
      sourceFile('python', helper, 'helper.py'),
      sourceFile('python', caller, 'caller.py'),
      sourceFile('python', other, 'other.py'),
    ]);
    const first = await explored(files, cache);
    assert.deepEqual(first.names, [
      'caller.py <module>',
      'caller.py list_files',
      'other.py <module>',
      'other.py remove',
    ]);
    const second = await explored(files, cache);
    assert.deepEqual(second.names, []);
    assert.deepEqual(second.result.findings, first.result.findings);
  });

  it('explores what calls into a changed file, and nothing else', async () => {
    const cache = new EntryCache();
    const [before, after, ...rest] = await Promise.all([
      sourceFile('python', helper, 'helper.py'),
      sourceFile('python', "def prefix(text):\n    return 'ls'\n", 'helper.py'),
      sourceFile('python', caller, 'caller.py'),
      sourceFile('python', other, 'other.py'),
    ]);
    const first = await explored([before, ...rest], cache);
    assert.deepEqual(
      first.result.findings.map(({ sink }) => sink.file),
      ['caller.py', 'other.py'],
    );
    const second = await explored([after, ...rest], cache);
    assert.deepEqual(second.names, ['caller.py list_files']);
    assert.deepEqual(
      second.result.findings.map(({ sink }) => sink.file),
      ['other.py'],
      'the helper drops the text now',
    );
  });

  it('explores a changed file alone where nothing calls into it', async () => {
    const cache = new EntryCache();
    const [before, after, ...rest] = await Promise.all([
      sourceFile('python', other, 'other.py'),
      sourceFile('python', `${other}\n# a remark\n`, 'other.py'),
      sourceFile('python', helper, 'helper.py'),
      sourceFile('python', caller, 'caller.py'),
    ]);
    await explored([before, ...rest], cache);
    const { names, result } = await explored([after, ...rest], cache);
    assert.deepEqual(names, ['other.py <module>', 'other.py remove']);
    assert.equal(result.findings.length, 2);
  });
});
