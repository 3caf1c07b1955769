// A reader that wants no more of the output, as `witness … | head` has it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What the command says of it, when its output is closed before it has written. */
async function complaintOf(...options: string[]): Promise<string> {
  const child = spawn(process.execPath, ['dist/cli.js', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
  await once(child, 'close');
  return told;
}

describe('output that nobody reads', () => {
  for (const options of [['--help'], ['trace', '--help'], ['flow', 'examples/guestbook', '--json']]) {
    it(`is no error: witness ${options.join(' ')}`, async () => {
      assert.equal(await complaintOf(...options), '');
    });
  }
});
