// From what a test runner says of its tests to what recordings hold of them.
import type { TestResult } from '../../core/trace/model';
import type { SentTests } from '../../protocol/runtime';

export function testResults(sent: SentTests): TestResult[] {
  return (sent.tests ?? []).map(({ id, outcome, exception, path, during, reason }) => ({
    id,
    outcome,
    ...(exception !== undefined && {
      exception: {
        type: exception.type,
        message: exception.message,
        ...(exception.line !== null && { line: exception.line }),
      },
    }),
    ...(typeof path === 'string' && { path }),
    ...(during !== undefined && { during }),
    ...(reason !== undefined && { reason }),
  }));
}
