// A reporter of node:test that tells on descriptor 3 how each test ended, one JSON document a line.
import { writeSync } from 'node:fs';

const RESULT = 3;

export default async function* tell(source) {
  const path = [];
  for await (const { type, data } of source) {
    if (type === 'test:start') {
      path.length = data.nesting;
      path[data.nesting] = data.name;
    }
    if ((type !== 'test:pass' && type !== 'test:fail') || data.details?.type === 'suite') continue;
    const own = [...path.slice(0, data.nesting), data.name];
    const error = data.details?.error;
    const cause = error?.cause ?? error;
    const problem =
      type === 'test:fail' ? { type: cause?.name ?? 'Error', message: String(cause?.message ?? cause) } : {};
    const document = { path: own, status: type === 'test:pass' ? 'passed' : 'failed', ...problem };
    writeSync(RESULT, `${JSON.stringify(document)}\n`);
  }
  yield '';
}
