import { exitCodes } from '../vscode/standIn/results';
import { runStandIn } from '../vscode/standIn/run';
import { toVSCodeVersion } from '../vscode/versions';

// Usage: vscodeStandIn.js VERSION [VS Code's own command line]
const [version, ...args] = process.argv.slice(2);
void runStandIn(toVSCodeVersion(version), args).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(exitCodes.failedToStart);
  },
);
