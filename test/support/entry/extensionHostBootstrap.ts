import { runSuite } from '../vscode/standIn/bootstrap';
import { channelFromEnvironment } from '../vscode/standIn/suiteChannel';

/** What VS Code calls in its extension host; the suite proper is named in the environment. */
export function run(): Promise<void> {
  return runSuite(channelFromEnvironment(process.env));
}
