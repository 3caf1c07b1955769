// Runs a JavaScript or TypeScript program against tests in the sandbox. Tests are called directly while changes are tried, and
// those that cannot be are run by their own runner, which also has the last word of a fix.
import { stripVTControlCharacters } from 'node:util';
import * as z from 'zod';
import { linesOfBlocks } from '../../../core/debugging/blockLines';
import { isTestId } from '../../../core/debugging/javascriptTest';
import type { BlockSteps } from '../../../core/debugging/model/blockSteps';
import { javascriptSteps, javascriptStepsSchema } from '../../../core/debugging/model/javascriptSteps';
import type { ObservedTest, TestResult } from '../../../core/debugging/testRun';
import { variedCalls } from '../../../core/debugging/variedCalls/variedCalls';
import { languageOfPath } from '../../../core/syntax/profiles/registry';
import { Failure } from '../../failure';
import type { JobAnswer } from '../../sandbox/sandboxProcess';
import type { SyntaxService } from '../../syntax/syntaxService';
import { limitsOfOne, Patience, type TestLimits } from '../patience';
import type { RecordedTest } from '../stepRecorder';
import type { CollectedTest, Tester } from '../tester';
import { resultSchema, type StatedArgument, type TrialArgument } from '../testerMessages';
import type { JavaScriptSandbox } from './javascriptSandbox';
import { plainStates } from './plainStates';
import { JavaScriptTexts, type RunnableText, type Weaving } from './javascriptTexts';
import { RealmJobs } from './realmJobs';
import { RunnerJobs } from './runnerJobs';

export interface JavaScriptTesterOptions {
  readonly sandbox: JavaScriptSandbox;
  /** Folder of what ships with Witness. */
  readonly assets: string;
  /** The program under suspicion; a test file where that is not known yet. */
  readonly file: string;
  readonly cwd: string;
  readonly syntax: SyntaxService;
  /** Time for one test in milliseconds. */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
}

const pairs = z.array(z.tuple([z.number().int(), z.number()]));
const testedSchema = z.array(
  z.object({
    results: z.array(resultSchema.omit({ lines: true }).extend({ blocks: pairs.exactOptional() })),
    needs: z.array(z.string()),
  }),
);
const collectedSchema = z.object({
  ids: z.array(z.string()),
  needs: z.array(z.string()),
  files: z.array(z.string()),
  problem: z.string().exactOptional(),
});

/** Programs handed to one process at once. */
const share = { most: 32, jobs: 2 };
const together = { most: 32, jobs: 2 };
/** A program that is watched block by block may take so many times as long as one that is not. */
const trialPatience = 5;
const startMs = 10_000;
const longestJobMs = 300_000;
const callsLimitMs = 60_000;

export class JavaScriptTester implements Tester {
  private readonly patience: Patience;
  private readonly texts: JavaScriptTexts;
  private readonly realms: RealmJobs;
  private readonly runners: RunnerJobs;
  /** Tests that only their own runner can run. */
  private readonly ofRunner = new Set<string>();

  constructor(private readonly options: JavaScriptTesterOptions) {
    const { limitMs, syntax, assets } = options;
    this.patience = new Patience(limitMs);
    this.texts = new JavaScriptTexts(syntax, assets);
    this.realms = new RealmJobs(options, this.texts);
    this.runners = new RunnerJobs(options);
  }

  async observe(
    source: string,
    tests: readonly string[],
    sees: 'lines' | 'results',
  ): Promise<ObservedTest[]> {
    await this.learnRunner(source, tests);
    const direct = tests.filter((test) => !this.ofRunner.has(test));
    const groups = groupsOf(direct, together);
    const parts = await Promise.all(groups.map((group) => this.observeTogether(source, group, sees)));
    const found = new Map(parts.flat().map((test) => [test.text, test]));
    const rest = tests.filter((test) => this.ofRunner.has(test));
    if (rest.length > 0) {
      const results = await this.runners.results(source, rest);
      rest.forEach((text, i) => found.set(text, { ...(results[i] ?? crashed), text, lines: new Map() }));
    }
    const observed = tests.flatMap((test) => found.get(test) ?? []);
    for (const test of observed) this.patience.note(test);
    return observed;
  }

  async tryPrograms(sources: readonly string[], tests: readonly string[]): Promise<TestResult[][]> {
    if (tests.some((test) => this.ofRunner.has(test))) {
      return Promise.all(sources.map((source) => this.runners.results(source, tests)));
    }
    const parts = groupsOf(sources, share);
    const results = await Promise.all(parts.map((part) => this.tryTogether(part, tests)));
    return results.flat();
  }

  async confirms(source: string, tests: readonly string[]): Promise<boolean> {
    const ids = tests.filter(isTestId);
    if (ids.length === 0) return true;
    const results = await this.runners.results(source, ids);
    return results.length === ids.length && results.every(({ status }) => status === 'passed');
  }

  async recordedCalls(source: string, tests: readonly string[]): Promise<readonly string[][]> {
    const direct = tests.filter((test) => !this.ofRunner.has(test));
    const program = await this.texts.ofProgram(this.options.file, source, 'calls');
    const limits = this.ownLimits();
    const limitMs = Math.min(limits.limitMs * (direct.length + 1) + startMs, callsLimitMs);
    const argument = { source: program, tests: direct, ...limits };
    const answer = await this.realms.ask('recordedCalls', argument, limitMs);
    const found = parsed(answer, z.array(z.array(z.string()))) ?? [];
    return tests.map((test) => found[direct.indexOf(test)] ?? []);
  }

  variedCalls(calls: readonly string[]): Promise<string[]> {
    return variedCalls(calls, (text, read) =>
      this.options.syntax.withDocument('javascript', text, (document) => read(document.syntaxTree.rootNode)),
    );
  }

  async evaluate(source: string, expressions: readonly string[]): Promise<string[]> {
    const program = await this.program(source, 'nothing');
    const limits = this.patience.limitsOf([]);
    const limitMs = Math.min(limits.limitMs * (expressions.length + 1) + startMs, longestJobMs);
    const answer = await this.realms.ask('evaluate', { source: program, expressions, ...limits }, limitMs);
    return parsed(answer, z.array(z.string())) ?? expressions.map(() => 'crashed');
  }

  async survey(tests: readonly string[]): Promise<ReadonlyMap<string, readonly ObservedTest[]>> {
    const { file, syntax } = this.options;
    const { files } = await this.collected(relativeFile(tests[0] ?? '', file));
    const surveyed = new Map<string, readonly ObservedTest[]>();
    for (const name of files) {
      const other = new JavaScriptTester({ ...this.options, file: name });
      const text = await this.realms.textOnDisk(name);
      if (languageOfPath(name) === undefined || text === undefined) continue;
      const model = await syntax.withDocument(languageOfPath(name) ?? 'javascript', text, (document) =>
        document.model('block'),
      );
      if (model.syntaxErrors.length > 0) continue;
      surveyed.set(name, await other.observe(text, tests, 'lines'));
    }
    return surveyed;
  }

  async collect(path: string): Promise<CollectedTest[]> {
    const { ids } = await this.collected(path);
    if (ids.length > 0) return ids.map((id) => ({ id, text: id }));
    const known = await this.runners.collect(path);
    for (const id of known) this.ofRunner.add(id);
    return known.map((id) => ({ id, text: id }));
  }

  async trial<T>(argument: TrialArgument, schema: z.ZodType<T>): Promise<T | undefined> {
    if (this.ofRunner.has(argument.test)) return undefined;
    const limits = this.patience.limitsOf([argument.test], trialPatience);
    const answer = await this.realms.trial(argument, limits, longestJobMs);
    return answer === undefined ? undefined : parsed(answer, schema);
  }

  async stated<T>(argument: StatedArgument, schema: z.ZodType<T>): Promise<T | undefined> {
    if (this.ofRunner.has(argument.test)) return undefined;
    const plain = await plainStates(argument.states, this.options.syntax);
    if ('noLiteral' in plain) return schema.parse([plain]);
    const limits = this.patience.limitsOf([argument.test], trialPatience);
    const answer = await this.realms.stated({ ...argument, states: plain }, limits, longestJobMs);
    return parsed(answer, schema);
  }

  /** The steps of one test, block by block; undefined where nothing is known of them. @throws Failure when cancelled */
  async steps({ source, model, test }: RecordedTest): Promise<BlockSteps | undefined> {
    if (this.ofRunner.has(test)) return undefined;
    const program = await this.program(source, 'steps');
    const limits = this.patience.limitsOf([test], trialPatience);
    const limitMs = Math.min(limits.limitMs + 2 * startMs, longestJobMs);
    const argument = { source: program, test, blocks: model.blocks.length, ...limits };
    const told = parsed(await this.realms.ask('steps', argument, limitMs), javascriptStepsSchema);
    return javascriptSteps(told ?? null, model);
  }

  private async collected(path: string): Promise<z.infer<typeof collectedSchema>> {
    const limits = { limitMs: startMs, processorMs: startMs };
    const answer = await this.realms.askForTexts(
      'collect',
      { test: path, ...limits },
      3 * startMs,
      (found) => {
        return parsed(found, collectedSchema)?.needs ?? [];
      },
    );
    return parsed(answer, collectedSchema) ?? { ids: [], needs: [], files: [] };
  }

  /** Runs the tests of a file once by their own runner: where that says otherwise of one, it runs it from then on. */
  private async learnRunner(source: string, tests: readonly string[]): Promise<void> {
    const ids = tests.filter((test) => isTestId(test) && !this.learned.has(test));
    if (ids.length === 0) return;
    const [direct, plain] = await Promise.all([
      this.observeTogether(source, ids, 'results'),
      this.runners.results(source, ids),
    ]);
    ids.forEach((id, i) => {
      this.learned.add(id);
      const [own, other] = [direct[i], plain[i]];
      if (other === undefined || other.status === 'crashed') return;
      const isSame = own?.status === other.status && (own.status !== 'failed' || isSameProblem(own, other));
      const isLate = own?.status === 'timeout' && other.status !== 'passed';
      if (!isSame && !isLate) this.ofRunner.add(id);
    });
  }
  private readonly learned = new Set<string>();

  private async observeTogether(
    source: string,
    tests: readonly string[],
    sees: 'lines' | 'results',
  ): Promise<ObservedTest[]> {
    if (tests.length === 0) return [];
    const { file } = this.options;
    const program = await this.program(source, sees === 'lines' ? 'counts' : 'nothing');
    const blocks = sees === 'lines' ? { blocks: await this.texts.blockCount(file, source) } : {};
    const own = this.ownLimits();
    const limitMs = Math.min((own.limitMs + 600) * (2 * tests.length + 1) + startMs, longestJobMs);
    const argument = { sources: [program], tests, each: true, ...own, ...blocks };
    const answer = await this.askForResults(argument, limitMs);
    const [found] = parsed(answer, testedSchema) ?? [];
    const model = await this.realms.model(source);
    return tests.map((text, i) => {
      const { blocks: counted = [], ...result } = found?.results[i] ?? crashed;
      const ran = new Map(counted);
      return { ...result, text, lines: linesOfBlocks(ran, model), ...(sees === 'lines' && { blocks: ran }) };
    });
  }

  private async tryTogether(sources: readonly string[], tests: readonly string[]): Promise<TestResult[][]> {
    const limits = this.patience.limitsOf(tests);
    const limitMs = Math.min(
      (limits.limitMs + 300) * sources.length * (tests.length + 1) + startMs,
      longestJobMs,
    );
    const programs = await Promise.all(sources.map((source) => this.program(source, 'nothing')));
    const answer = await this.askForResults(
      { sources: programs, tests, stopAtFailure: true, ...limits },
      limitMs,
    );
    const found = parsed(answer, testedSchema);
    if (found?.length === sources.length) return found.map(({ results }) => results);
    if (sources.length === 1) return [[crashed]];
    // One of them ended the process that tried them all.
    const alone = [];
    for (const source of sources) alone.push(...(await this.tryTogether([source], tests)));
    return alone;
  }

  private askForResults(argument: object, limitMs: number): Promise<JobAnswer> {
    return this.realms.askForTexts('tryPrograms', argument, limitMs, (answer) =>
      (parsed(answer, testedSchema) ?? []).flatMap(({ needs }) => needs),
    );
  }

  private program(source: string, weaving: Weaving): Promise<RunnableText> {
    return this.texts.ofProgram(this.options.file, source, weaving);
  }

  private ownLimits(): TestLimits {
    return limitsOfOne(this.options.limitMs);
  }
}

const crashed: z.infer<typeof testedSchema>[number]['results'][number] = { status: 'crashed' };

function relativeFile(test: string, file: string): string {
  const at = test.indexOf('::');
  return at < 0 ? file : test.slice(0, at);
}

/** What is thrown is told by each runner in its own words; the first line of the message is in all of them. */
function isSameProblem({ message = '' }: TestResult, other: TestResult): boolean {
  const [first = ''] = message.split('\n');
  const plain = (text: string): string => stripVTControlCharacters(text).replaceAll(/\s+/g, '');
  return plain(other.message ?? '').includes(plain(first).slice(0, 60));
}

function groupsOf<T>(items: readonly T[], { most, jobs }: { most: number; jobs: number }): T[][] {
  const size = Math.max(1, Math.min(most, Math.ceil(items.length / jobs)));
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}

function parsed<T>(answer: JobAnswer, schema: z.ZodType<T>): T | undefined {
  if (answer.result === null) {
    if (answer.stopped === null && /^\w*Error\b/m.test(answer.stderr)) {
      throw new Failure('internal', answer.stderr.slice(-2000));
    }
    return undefined;
  }
  const found = schema.safeParse(JSON.parse(answer.result));
  return found.success ? found.data : undefined;
}
