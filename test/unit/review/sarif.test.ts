// A review as SARIF holds to the schema, and says what its comments say.
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ReviewReport } from '../../../src/core/review/reviewReport';
import { reviewSarif } from '../../../src/core/review/sarif';

const schema = JSON.parse(readFileSync('test/fixtures/sarif/sarif-2.1.0.json', 'utf8')) as object;
const comment = {
  id: 'ab12',
  kind: 'lost-branch',
  file: 'web/my page.py',
  function: 'number',
  lines: { start: 3, end: 4 },
  code: 'return int(text)',
  level: 'derived',
  title: 'number no longer handles ValueError of int',
  message: 'Nothing here does.',
} as const;
const report: ReviewReport = {
  files: [
    {
      path: 'logo.png',
      status: 'added',
      necessity: 0.1,
      reasons: [{ weight: 0.1, text: 'not looked at: it is binary' }],
      parts: [],
    },
  ],
  comments: [comment, { ...comment, id: 'cd34', kind: 'model', level: 'claimed', remark: 'Callers break.' }],
  notes: ['No behaviour was compared: there is no Python.'],
};

describe('a review as SARIF', () => {
  const log = reviewSarif(report, { version: '1.2.3', uriOf: encodeURI });

  it('holds to the schema of version 2.1.0', () => {
    const ajv = new Ajv({ strict: false, unicodeRegExp: false });
    addFormats(ajv);
    const validate = ajv.compile(schema);
    assert.ok(validate(JSON.parse(JSON.stringify(log))), JSON.stringify(validate.errors));
  });

  it('names the rule, the place and the level of each comment', () => {
    const [run] = log.runs;
    const [first, second] = run?.results ?? [];
    assert.deepEqual(
      run?.tool.driver.rules?.map(({ id }) => id),
      ['review/lost-branch', 'review/model'],
    );
    assert.deepEqual(first?.locations?.[0]?.physicalLocation, {
      artifactLocation: { uri: 'web/my%20page.py' },
      region: { startLine: 4, endLine: 4 },
    });
    assert.deepEqual([first.level, second?.level], ['warning', 'note']);
    assert.match(second?.message.text ?? '', /Callers break/);
  });

  it('says what was not looked at', () => {
    const told = log.runs[0]?.invocations?.[0]?.toolExecutionNotifications ?? [];
    assert.deepEqual(
      told.map(({ message }) => message.text),
      ['not looked at: it is binary', 'No behaviour was compared: there is no Python.'],
    );
  });
});
