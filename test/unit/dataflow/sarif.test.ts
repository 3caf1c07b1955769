// What is written as SARIF holds to the schema, and says what the finding says.
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { FlowStep } from '../../../src/core/dataflow/model';
import type { ReportedFinding } from '../../../src/core/dataflow/report';
import { sarifLog } from '../../../src/core/dataflow/sarif';
import { builtInRules } from '../../support/rules';

const schema = JSON.parse(readFileSync('test/fixtures/sarif/sarif-2.1.0.json', 'utf8')) as object;

const place = (line: number, text: string, kind: FlowStep['kind']): FlowStep => ({
  file: 'web/my page.py',
  line,
  range: { start: { line, column: 4 }, end: { line, column: 9 } },
  function: 'show',
  text,
  kind,
});
const path = [
  place(3, 'request.args', 'source'),
  place(4, 'name = a', 'assignment'),
  place(6, 'name', 'sink'),
];
const finding: ReportedFinding = {
  id: '00ff00ff00ff00ff',
  rule: 'python/xss',
  title: 'Untrusted text in a page',
  message: '`name` is sent as a page as it is.',
  severity: 'error',
  cwe: [79],
  level: 'proved',
  evidence: [{ kind: 'path', ref: 'web/my page.py:4', note: 'three steps' }],
  source: place(3, '', 'source'),
  sink: place(6, '', 'sink'),
  path,
  conditions: [],
  feasibility: { result: 'feasible', input: { name: '<' } },
  entry: { file: 'src/a.py', function: 'run' },
  approximations: [],
};
const suppressed: ReportedFinding = {
  ...finding,
  suppression: { by: 'file', reason: 'a page for ourselves' },
};

describe('SARIF', () => {
  const { rules } = builtInRules();
  const skipped = [{ file: 'big.js', reason: 'it is minified' }];
  const log = sarifLog([finding, suppressed], { version: '1.2.3', rules, uriOf: encodeURI, skipped });

  it('holds to the schema of version 2.1.0', () => {
    const ajv = new Ajv({ strict: false, unicodeRegExp: false });
    addFormats(ajv);
    const validate = ajv.compile(schema);
    assert.ok(validate(JSON.parse(JSON.stringify(log))), JSON.stringify(validate.errors));
    assert.ok(!validate({ ...log, runs: [{ results: [] }] }), 'the schema asks for a tool');
  });

  it('says where, along which way, and by which rule', () => {
    const result = log.runs[0]?.results?.[0];
    assert.ok(result);
    assert.equal(result.level, 'error');
    assert.deepEqual(result.locations?.[0]?.physicalLocation, {
      artifactLocation: { uri: 'web/my%20page.py' },
      region: { startLine: 7, startColumn: 5, endLine: 7, endColumn: 10 },
    });
    const steps = result.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    assert.deepEqual(
      steps.map(({ location }) => [location?.physicalLocation?.region?.startLine, location?.message?.text]),
      [
        [4, 'request.args'],
        [5, 'name = a'],
        [7, 'name'],
      ],
    );
    const rule = log.runs[0]?.tool.driver.rules?.[result.ruleIndex ?? -1];
    assert.equal(rule?.id, 'python/xss');
  });

  it('tells what was suppressed, and what was not analysed', () => {
    const [, second] = log.runs[0]?.results ?? [];
    assert.deepEqual(second?.suppressions, [{ kind: 'external', justification: 'a page for ourselves' }]);
    const [note] = log.runs[0]?.invocations?.[0]?.toolExecutionNotifications ?? [];
    assert.equal(note?.message.text, 'Not analysed: it is minified.');
  });
});
