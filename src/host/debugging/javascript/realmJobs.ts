// Jobs of runtime/javascript/debugging in the sandbox.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { WovenProgram } from '../../../core/debugging/wovenProgram';
import type { SourceModel } from '../../../core/syntax/model';
import { languageOfPath } from '../../../core/syntax/profiles/registry';
import type { JobAnswer } from '../../sandbox/sandboxProcess';
import { decodeUtf8 } from '../../syntax/sourceText';
import type { TestLimits } from '../patience';
import type { StatedArgument, TrialArgument } from '../testerMessages';
import type { JavaScriptTesterOptions } from './javascriptTester';
import type { JavaScriptTexts, RunnableText } from './javascriptTexts';

/** Node reserves far more addresses than it uses. */
export const nodeLimits = { addresses: 64 * 2 ** 30, memory: 2 * 2 ** 30 };
const nodeOptions = [
  '--experimental-vm-modules',
  '--experimental-import-meta-resolve',
  '--no-warnings',
  '--max-old-space-size=1024',
];
const mostRounds = 5;

export class RealmJobs {
  /** Files that are not JavaScript, and that programs or tests import. */
  private readonly known = new Map<string, RunnableText>();
  private readonly models = new Map<string, Promise<SourceModel>>();

  constructor(
    private readonly options: JavaScriptTesterOptions,
    private readonly texts: JavaScriptTexts,
  ) {}

  ask(name: string, argument: object, limitMs: number): Promise<JobAnswer> {
    const { sandbox, assets, file, cwd, signal } = this.options;
    const main = path.join(assets, 'runtime/javascript/debugging/main.cjs');
    const roots = sandbox.roots;
    const request = { name, file, roots, cwd, texts: [...this.known], ...argument };
    const argv = [sandbox.node.executable, ...nodeOptions, main];
    const environment = sandbox.node.environment;
    return sandbox.pool.run(
      { argv, cwd, environment, input: JSON.stringify(request), limitMs, ...nodeLimits },
      signal,
    );
  }

  /** Asks again with the texts that are missing. @param needs Files that an answer says are. */
  async askForTexts(
    name: string,
    argument: object,
    limitMs: number,
    needs: (answer: JobAnswer) => readonly string[],
  ): Promise<JobAnswer> {
    for (let round = 0; ; round++) {
      const answer = await this.ask(name, argument, limitMs);
      const missing = needs(answer).filter((file) => !this.known.has(file));
      if (missing.length === 0 || round === mostRounds) return answer;
      for (const [file, text] of await this.texts.ofFiles(missing)) this.known.set(file, text);
    }
  }

  /** Puts blocks on trial; undefined where what is right is known of no other program. */
  async trial(
    { test, program, other, blocks }: TrialArgument,
    limits: TestLimits,
    limitMs: number,
  ): Promise<JobAnswer | undefined> {
    if (other === undefined) return undefined;
    const [here, there] = await Promise.all([this.stateful(program), this.stateful(other)]);
    return this.ask('trial', { test, program: here, other: there, blocks, ...limits }, limitMs);
  }

  /** Runs a program, line by line, with what somebody says of its statements. */
  async stated(
    { test, program, states }: StatedArgument,
    limits: TestLimits,
    limitMs: number,
  ): Promise<JobAnswer> {
    const { source, labels } = program;
    const text = await this.texts.ofProgram(this.options.file, source, 'states', 'line');
    return this.ask('stated', { test, program: { text, labels }, states, ...limits }, limitMs);
  }

  private async stateful({ source, labels, written }: WovenProgram) {
    return { text: await this.texts.ofProgram(this.options.file, source, 'states'), labels, written };
  }

  /** The model of a text of the program, parsed once. */
  model(source: string): Promise<SourceModel> {
    const { file, syntax } = this.options;
    const known = this.models.get(source);
    if (known !== undefined) return known;
    const found = syntax.withDocument(languageOfPath(file) ?? 'javascript', source, (document) =>
      document.model('block'),
    );
    this.models.clear();
    this.models.set(source, found);
    return found;
  }

  async textOnDisk(file: string): Promise<string | undefined> {
    return readFile(file).then(decodeUtf8, () => undefined);
  }
}
