// A model beside the search for programs in JavaScript: what they did, block by block, is told by themselves.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { assertGolden } from '../../support/golden';
import { CommandWithModel } from '../../support/model/commandWithModel';
import { answering, type ServedRequest } from '../../support/model/modelServer';
import { isolationOptions } from '../../support/sandbox/probedLevel';

const documentSchema = z.object({ fix: z.object({ patch: z.string() }) });

describe('witness debug with a model on JavaScript', function () {
  this.timeout(120_000);
  let command: CommandWithModel;
  let isolation: readonly string[];

  before(async () => {
    isolation = await isolationOptions();
  });

  beforeEach(() => {
    command = new CommandWithModel();
  });

  afterEach(async () => {
    await command.dispose();
  });

  it('has blocks of a program in JavaScript judged, and mends it', async () => {
    const file = path.join(command.folder, 'initials.mjs');
    writeFileSync(
      file,
      'export function initials(name) {\n  const letters = [];\n  for (const word of [name]) letters.push(word[0]);\n  return letters.join("");\n}\n',
    );
    const mended =
      'export const initials = (name) => name.split(" ").map((word) => word[0].toUpperCase()).join("");\n';
    const { options, server } = await command.serve(() => answering(`\`\`\`js\n${mended}\`\`\`\n`));
    const call = ['debug', file, '--call', 'initials("ada king lovelace")', '--expect', '"AKL"'];
    const { stdout, stderr } = await command.witness([
      ...[...call, '--candidates', '8', '--json', ...isolation],
      ...options,
    ]);
    assert.ok(stdout, stderr);
    assert.match(documentSchema.parse(JSON.parse(stdout)).fix.patch, /\+export const initials/);
    // An answer without verdicts is asked for once more.
    assert.match(
      textOf(server.requests[0]),
      /^You debug a JavaScript program[^]*Judge blocks B1, B2, B3, B4/,
    );
    assertGolden('model/javascriptVerdictPrompt', textOf(server.requests[0]));
  });

  /** What the model reads of the run of a call in JavaScript. */
  async function stepsIn(program: string, call: string, ...more: string[]): Promise<string> {
    const file = path.join(command.folder, 'program.mjs');
    writeFileSync(file, program);
    const { options, server } = await command.serve(() => answering('I do not know.'));
    const words = ['debug', file, '--call', call, '--expect', '-1', '--candidates', '8', '--rounds', '1'];
    await command.witness([...words, ...more, ...isolation, ...options]);
    const judging = server.requests.find(({ texts }) => texts.some((text) => text.includes('Judge blocks')));
    return textOf(judging);
  }

  it('tells what a program in JavaScript did before, while and after it waited, and who called whom for certain', async () => {
    const waiting = `class Box {
  constructor(held) { this.held = held; }
  grow(by) { this.held += by; }
}
const twice = (value) => value * 2;
export async function total(values) {
  const box = new Box(0);
  for (const value of values) {
    const doubled = twice(await value);
    box.grow(doubled);
  }
  return box.held;
}
`;
    const text = await stepsIn(waiting, 'total([3, Promise.resolve(5)])');
    assert.match(
      text,
      /call 2: Box\.constructor\(held=0, this=Box {}\), from step 1\n2 B\d this=Box { held: 0 }\n/,
    );
    // It was called by a block that had waited: others may have run since.
    assert.match(
      text,
      /\d+ B\d+ box=Box { held: 6 } doubled=6\ncall 3: twice\(value=3\)\n\d+ B\d returns 6\n/,
    );
    assert.match(text, /\d+ B\d+ returns 16\n<\/steps>/);
    assert.match(text, /\nd\d (\d+) box<(\d+)\n/);
  });

  it('tells what a program in JavaScript did that does not end, and what a generator did meanwhile', async () => {
    const endless =
      'export function count(upto) {\n  let at = 0;\n  while (at < upto) {\n    at = Math.min(at + 1, 7);\n  }\n  return at;\n}\n';
    const text = await stepsIn(endless, 'count(9)', '--limit-ms', '1000');
    assert.match(text, /\/\/ does not end in time[^]*\n3 B3 at=1\n[^]*steps left out/);
    const generator = `export function* odd(upto) {
  for (let i = 0; i < upto; i++) if (i % 2) yield i;
}
export function sum(upto) {
  let all = 0;
  for (const one of odd(upto)) {
    all += one;
  }
  return all;
}
`;
    const yielded = await stepsIn(generator, 'sum(4)');
    assert.match(yielded, /in sum again, call 1:\n\d+ B\d+ all=1\nin odd again, call 2:\n/);
    assert.match(yielded, /\d+ B\d+ returns 4\n<\/steps>/);
  });
});

function textOf(request: ServedRequest | undefined): string {
  return (request?.texts ?? []).join('\n----\n');
}
