// What a run is called. Without the editor, so that it is tested without one.
import path from 'node:path';

/** What was run, of all that is known of it. */
export interface NamedRun {
  readonly call?: string;
  readonly test?: string;
  readonly launch?: string;
  readonly entry?: string;
  readonly file: string;
}

/** The test's or function's name, the call where it says more, else the name of the file. */
export function titleOf({ call, test, launch, entry, file }: NamedRun): string {
  return (call && callTitle(call)) ?? test ?? launch ?? entry ?? path.basename(file);
}

/** Calls that Witness makes of tests: `Balance('test_pays').debug()` and `Balance().test_pays()` are `Balance.test_pays`. */
function callTitle(call: string): string {
  const unittest = /^(?<owner>[\p{L}\p{N}_.]+)\('(?<name>[\p{L}\p{N}_]+)'\)\.debug\(\)$/u.exec(call)?.groups;
  const method = /^(?<owner>[\p{L}\p{N}_.]+)\(\)\.(?<name>[\p{L}\p{N}_]+)\(\)$/u.exec(call)?.groups;
  const found = unittest ?? method;
  return found === undefined ? call : `${found['owner'] ?? ''}.${found['name'] ?? ''}`;
}
