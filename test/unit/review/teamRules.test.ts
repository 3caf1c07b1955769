// Rules of a team in a file of its repository: patterns, words for a model, and what to say of new paths.
import { Ajv2020 } from 'ajv/dist/2020';
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { isFor, jsonSchemaOfTeamRules, readTeamRules } from '../../../src/core/review/teamRules';
import type { ReviewReport } from '../../../src/core/review/reviewReport';
import { CommandWithModel } from '../../support/model/commandWithModel';
import { answering } from '../../support/model/modelServer';
import { reviewAnswer } from '../../support/model/reviewedShop';
import { testRepository, type TestRepository } from '../../support/repositories';

const team = `limits:
  claims: 1
rules:
  - id: no-sleep
    languages: [python]
    query: |
      ((call function: (_) @function) @report
        (#imported? @function "time.sleep"))
    message: Waiting for a fixed time is not allowed here.
    severity: error
    except: ['tools/']
  - id: small-steps
    words: A script does one thing.
    paths: ['*.py']
  - id: shells
    flow: python/command-injection
    message: Ask for a list of arguments instead.
`;
const script = `import os
import sys
from time import sleep as pause

pause(1)
os.system(sys.argv[1])
`;
const schemaFile = 'schemas/witness-review.schema.json';

describe('rules of a team', function () {
  this.timeout(120_000);
  let repository: TestRepository;
  let command: CommandWithModel;

  beforeEach(() => {
    command = new CommandWithModel();
    repository = testRepository();
    repository.commit({
      '.witness/review.yaml': team,
      'run.py': 'import os\n',
      'tools/old.py': 'import os\n',
    });
  });
  afterEach(async () => {
    await command.dispose();
    repository.remove();
  });

  async function reviewed(...options: string[]): Promise<ReviewReport> {
    const words = ['review', '--json', '--cwd', repository.root, ...options];
    const { stdout, stderr } = await command.witness(words);
    assert.notEqual(stdout, '', stderr);
    return JSON.parse(stdout) as ReviewReport;
  }

  it('report what their queries find on new lines of files that they are for, and add to new paths', async () => {
    repository.write({ 'run.py': script, 'tools/old.py': script });
    const { comments } = await reviewed();
    assert.deepEqual(
      comments
        .filter(({ kind }) => kind === 'rule')
        .map(({ file, title, severity }) => [file, title, severity]),
      [['run.py', 'Waiting for a fixed time is not allowed here.', 'error']],
    );
    const path = comments.find(({ kind, file }) => kind === 'dataflow' && file === 'run.py');
    assert.match(path?.message ?? '', /The team \(shells\): Ask for a list of arguments instead\.$/);
    repository.commit();
    repository.write({ 'run.py': `${script}# more\n` });
    assert.deepEqual((await reviewed()).comments, []);
  });

  it('tell a model in words what to look for, and how many claims there may be', async () => {
    repository.write({ 'run.py': script });
    const { server, options } = await command.serve(() =>
      answering(
        reviewAnswer([
          { line: 5, text: 'It waits before anything was done.' },
          { line: 6, text: 'Two things happen in this script.' },
        ]),
      ),
    );
    const { comments, model } = await reviewed(...options);
    const [request] = server.requests;
    assert.match(
      request?.texts.join('\n') ?? '',
      /<team-rules>\n- small-steps: A script does one thing\.\n<\/team-rules>/,
    );
    assert.equal(comments.filter(({ level }) => level === 'claimed').length, 1);
    assert.equal(model?.beyondLimit, 1);
  });

  it('say what is wrong with them, and hinder nothing', async () => {
    repository.write({
      '.witness/review.yaml': 'rules:\n  - id: no-print\n    word: print\n',
      'run.py': script,
    });
    const broken = await reviewed();
    assert.match(broken.notes.join('\n'), /^\.witness\/review\.yaml, line 2: .*No rule of it is used\.$/m);
    assert.ok(broken.comments.length > 0);
    repository.write({ '.witness/review.yaml': team.replace('(call function', '(no_such_node function') });
    const unfit = await reviewed();
    assert.match(
      unfit.notes.join('\n'),
      /rule no-sleep: The query does not fit the grammar of python.* It is not used\.$/m,
    );
  });

  it('are for files by patterns of .gitignore', () => {
    assert.ok(isFor({ paths: ['src/**'] }, 'src/a/b.py'));
    assert.ok(!isFor({ paths: ['src/**'], except: ['test_*.py'] }, 'src/test_a.py'));
    assert.ok(isFor({}, 'a.py'));
  });

  it('are called by names of their own', () => {
    const rule = '  - id: same\n    words: so\n';
    assert.deepEqual(readTeamRules(`rules:\n${rule}${rule}`), {
      problem: 'two rules are called same',
      line: 1,
    });
  });

  it('have a JSON schema that says what reading says', () => {
    const text = `${JSON.stringify(jsonSchemaOfTeamRules(), undefined, 2)}\n`;
    if (process.env['WITNESS_ACCEPT'] === '1') writeFileSync(schemaFile, text);
    assert.equal(
      existsSync(schemaFile) ? readFileSync(schemaFile, 'utf8') : '',
      text,
      'WITNESS_ACCEPT=1 writes it anew',
    );
    const validate = new Ajv2020({ allErrors: true }).compile(jsonSchemaOfTeamRules());
    assert.ok(validate(parse(team)), JSON.stringify(validate.errors));
    assert.ok(!validate({ rules: [{ id: 'no-print', word: 'print' }] }));
  });
});
