import { parseArgs } from 'node:util';
import { forgetPythonSettings } from '../pythonEnvironment';
import { type TestCounts, isGreen, sum, writeCounts } from '../testCounts';
import { runEditorTests } from '../vscode/editorTests';
import { supportedVersions, toVSCodeVersion } from '../vscode/versions';

// Usage: runEditorTests.js [VERSION ...] [--grep TEXT]
const { values, positionals } = parseArgs({ allowPositionals: true, options: { grep: { type: 'string' } } });
const versions = positionals.length > 0 ? positionals.map(toVSCodeVersion) : supportedVersions;

forgetPythonSettings();

let interrupted = false;
process.once('SIGINT', () => {
  interrupted = true;
  setTimeout(() => process.exit(130), 10_000).unref();
});
// runTests() ends VS Code when interrupted, but not when terminated.
process.once('SIGTERM', () => process.emit('SIGINT'));

void main();

async function main(): Promise<void> {
  const counts: TestCounts[] = [];
  // One after another: two VS Codes at once on a small machine make each other's tests fail.
  for (const version of versions) {
    if (interrupted) process.exit(130);
    console.log(`Editor tests in VS Code ${version}`);
    counts.push(await runEditorTests(version, values.grep));
  }
  writeCounts(process.env['WITNESS_TEST_COUNTS'], sum(counts));
  process.exitCode = isGreen(sum(counts)) ? 0 : 1;
}
