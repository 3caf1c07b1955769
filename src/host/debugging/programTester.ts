// Runs a Python program against tests in the sandbox.
import * as z from 'zod';
import {
  fastStatement,
  isPytestStatement,
  isRunByPytest,
  jointPytestStatement,
  preludeOf,
  testName,
} from '../../core/debugging/pytestStatement';
import type { ObservedTest, TestResult } from '../../core/debugging/testRun';
import type { Recording } from '../../core/trace/recording';
import { Failure } from '../failure';
import type { Isolation, JobAnswer } from '../sandbox/sandboxProcess';
import type { SandboxPool } from '../sandbox/sandboxPool';
import { limitsOfOne, Patience, type TestLimits } from './patience';
import type { CollectedTest, Tester } from './tester';
import type { ProgramPlace } from './programPlace';
import { type RecordedTest, StepRecorder } from './stepRecorder';
import {
  pytestSchema,
  resultsSchema,
  surveySchema,
  type StatedArgument,
  type TrialArgument,
} from './testerMessages';

/** What a sandbox imports before its first job, so that no job has to. */
export const debuggingModules = ['trying', 'trial', 'inputs', 'calls', 'stepping', 'pytest_tests'].map(
  (name) => `witness_debugging.${name}`,
);

/** Programs handed to one process at once: what one of them breaks is tried again alone. Few are shared out, too. */
const share = { most: 16, jobs: 4 };
/** Tests that one process observes, each in a fork of its own: as many as make so many jobs, and not more than this. */
const together = { most: 64, jobs: 4 };
const graceMs = 2000;
const longestMs = 120_000;

export interface TesterOptions {
  readonly place: ProgramPlace;
  /** At level `limited` no process may be started: each program is a job of its own. */
  readonly isolation: Isolation;
  /** Time for one test in milliseconds. */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
}

/** A program that is watched block by block may take so many times as long as one that is not. */
const trialPatience = 3;

export class ProgramTester implements Tester {
  private readonly patience: Patience;
  /** Modules from outside of the project that its tests import. */
  private readonly imports = new Set<string>();
  /** Other files of the project that they import, by the names of their modules. */
  private readonly projectFiles = new Map<string, string>();

  constructor(
    private readonly pool: SandboxPool,
    private readonly options: TesterOptions,
  ) {
    this.patience = new Patience(options.limitMs);
  }

  private get forks(): boolean {
    return this.options.isolation === 'isolated';
  }

  /**
   * Runs each test in a process of its own; later processes import at once what was imported.
   * @param sees Whether to tell which lines ran, which takes its time.
   * @throws Failure when cancelled
   */
  async observe(
    source: string,
    tests: readonly string[],
    sees: 'lines' | 'results',
  ): Promise<ObservedTest[]> {
    const [first, ...others] = tests;
    if (first === undefined) return [];
    const observed = await this.observeTogether(source, [first], sees);
    const groups = this.groupsOf(others, together);
    const rest = await Promise.all(groups.map((group) => this.observeTogether(source, group, sees)));
    observed.push(...rest.flat());
    for (const test of observed) this.patience.note(test);
    return observed;
  }

  private async observeTogether(
    source: string,
    tests: readonly string[],
    sees: 'lines' | 'results',
  ): Promise<ObservedTest[]> {
    const more = { each: true, lines: sees === 'lines' } as const;
    const [results = []] = await this.ask([source], tests, limitsOfOne(this.options.limitMs), more);
    if (results.length < tests.length && tests.length > 1) {
      // One of them ended the process that ran them all.
      const alone = [];
      for (const test of tests) alone.push(await this.observeTogether(source, [test], sees));
      return alone.flat();
    }
    return tests.map((text, i) => {
      const {
        lines = [],
        imports = [],
        projectFiles = [],
        ...result
      } = results[i] ?? { status: 'crashed' as const };
      for (const name of imports) this.imports.add(name);
      for (const [name, file] of projectFiles) this.projectFiles.set(name, file);
      return { ...result, text, lines: new Map(lines) };
    });
  }

  /**
   * The results of each program, up to its first test that is not passed.
   * @throws Failure when cancelled
   */
  async tryPrograms(sources: readonly string[], tests: readonly string[]): Promise<TestResult[][]> {
    const parts = this.groupsOf(sources, share);
    const results = await Promise.all(parts.map((part) => this.tryTogether(part, tests)));
    return results.flat();
  }

  /** For each test, calls that it makes of the program from outside, as texts. @throws Failure when cancelled */
  async recordedCalls(source: string, tests: readonly string[]): Promise<readonly string[][]> {
    const { place, limitMs } = this.options;
    const argument = { ...place, ...this.preparation(tests), source, tests, limitMs, forks: this.forks };
    const most = Math.min((limitMs + 600) * (tests.length + 1) + graceMs, longestMs);
    const answer = await this.run('calls', 'recorded_calls', argument, most);
    return parsed(answer, z.array(z.array(z.string()))) ?? [];
  }

  /** Texts of calls like these. @throws Failure when cancelled */
  async variedCalls(calls: readonly string[]): Promise<string[]> {
    const answer = await this.run('inputs', 'varied_calls', { calls }, 5000);
    return parsed(answer, z.array(z.string())) ?? [];
  }

  /** What a program answers to expressions, as texts. @throws Failure when cancelled */
  async evaluate(source: string, expressions: readonly string[]): Promise<string[]> {
    const { place } = this.options;
    const limits = this.patience.limitsOf([]);
    const { limitMs } = limits;
    const argument = { ...place, source, expressions, ...limits };
    const answer = await this.run(
      'running',
      'evaluate',
      argument,
      limitMs * (expressions.length + 1) + graceMs,
    );
    return parsed(answer, z.array(z.string())) ?? expressions.map(() => 'crashed');
  }

  /** Runs each test of the project as it is on disk: what each file shows of them. @throws Failure when cancelled */
  async survey(tests: readonly string[]): Promise<ReadonlyMap<string, readonly ObservedTest[]>> {
    const { place, limitMs } = this.options;
    const { cwd } = place;
    const groups = await Promise.all(
      this.groupsOf(tests, together).map(async (group) => {
        const argument = { cwd, ...this.preparation(group), tests: group, limitMs, forks: this.forks };
        const most = Math.min((limitMs + 600) * 2 * group.length + graceMs, 300_000);
        const found = parsed(await this.run('trying', 'survey', argument, most), surveySchema) ?? [];
        return group.map((text, i) => {
          const { files, ...result } = found[i] ?? { status: 'crashed' as const, files: [] };
          return { result: { ...result, text }, files: new Map(files) };
        });
      }),
    );
    const results = groups.flat();
    const files = new Set(results.flatMap((result) => [...result.files.keys()]));
    return new Map(
      [...files].map((file) => [
        file,
        results.map(({ result, files: ran }) => ({ ...result, lines: new Map(ran.get(file) ?? []) })),
      ]),
    );
  }

  /** The steps of one test; undefined where the run left nothing behind. @throws Failure when cancelled */
  record(asked: RecordedTest): Promise<Recording | undefined> {
    const { place, limitMs, signal } = this.options;
    return new StepRecorder(this.pool, place, limitMs, signal).record(asked);
  }

  /** The tests that pytest finds in a file or folder below the working folder. @throws Failure when cancelled */
  async collect(path: string): Promise<CollectedTest[]> {
    const { cwd } = this.options.place;
    const answer = await this.run('pytest_tests', 'collect', { cwd, path }, 30_000);
    return (parsed(answer, z.array(pytestSchema)) ?? []).map((test) => ({
      id: test.id,
      text: fastStatement(test),
    }));
  }

  /**
   * Tests of pytest run as pytest runs them; other statements have been run as they are. A whole run of pytest takes many times
   * what the tests took that were called directly.
   */
  async confirms(source: string, tests: readonly string[]): Promise<boolean> {
    const ofPytest = tests.filter(isPytestStatement);
    if (ofPytest.length === 0) return true;
    const all = jointPytestStatement(ofPytest.map(testName));
    const limits = limitsOfOne(this.options.limitMs * ofPytest.length);
    const [results = []] = await this.ask([source], [all], limits, { stopAtFailure: true });
    return results[0]?.status === 'passed';
  }

  /**
   * Puts blocks on trial as `witness_debugging.trial` does; undefined where it gave no answer.
   * @throws Failure when cancelled
   */
  trial<T>(argument: TrialArgument, schema: z.ZodType<T>): Promise<T | undefined> {
    return this.tried('trial', argument, 2 * (argument.program.labels.length + 2), schema);
  }

  /** Runs the program with what somebody says of its blocks, as `trial` does. @throws Failure when cancelled */
  stated<T>(argument: StatedArgument, schema: z.ZodType<T>): Promise<T | undefined> {
    return this.tried('stated', argument, argument.states.length + 2, schema);
  }

  private async tried<T>(
    name: string,
    argument: TrialArgument | StatedArgument,
    runs: number,
    schema: z.ZodType<T>,
  ): Promise<T | undefined> {
    const { place } = this.options;
    const limits = this.patience.limitsOf([argument.test], trialPatience);
    const most = Math.min((limits.limitMs + 600) * runs, 300_000);
    const request = {
      ...place,
      ...argument,
      ...this.preparation([argument.test]),
      ...limits,
      forks: this.forks,
    };
    return parsed(await this.run('trial', name, request, most), schema);
  }

  /** What one job gets at once; one thing where no process may be started for each. */
  private groupsOf<T>(items: readonly T[], { most, jobs }: { most: number; jobs: number }): T[][] {
    const size = this.forks ? Math.min(most, Math.ceil(items.length / jobs)) : 1;
    return Array.from({ length: Math.ceil(items.length / Math.max(size, 1)) }, (_, i) =>
      items.slice(i * size, (i + 1) * size),
    );
  }

  private async tryTogether(sources: readonly string[], tests: readonly string[]): Promise<TestResult[][]> {
    const limits = this.patience.limitsOf(tests);
    const results = await this.ask(sources, tests, limits, { stopAtFailure: true });
    if (results.length === sources.length) return results;
    if (sources.length === 1) return [[{ status: 'crashed' }]];
    // One of them ended the process that tried them all.
    const alone = [];
    for (const source of sources) alone.push(await this.tryTogether([source], tests));
    return alone.map(([found]) => found ?? [{ status: 'crashed' as const }]);
  }

  private async ask(
    sources: readonly string[],
    tests: readonly string[],
    limits: TestLimits,
    more: { each?: true; lines?: boolean; stopAtFailure?: true },
  ) {
    const { place } = this.options;
    const limit = (limits.limitMs + 600) * sources.length * (tests.length + 1) + graceMs;
    const answer = await this.run(
      'trying',
      'try_programs',
      { ...place, ...this.preparation(tests), sources, tests, ...limits, forks: this.forks, ...more },
      Math.min(limit, 300_000),
    );
    return parsed(answer, resultsSchema) ?? [];
  }

  /** What is imported and compiled once, before the first fork. */
  private preparation(tests: readonly string[]): object {
    const imports = [...(tests.some(isRunByPytest) ? ['pytest'] : []), ...this.imports];
    const preludes = new Set(tests.flatMap((test) => preludeOf(test) ?? []));
    return { imports, projectFiles: [...this.projectFiles], preludes: [...preludes] };
  }

  private run(module: string, name: string, argument: unknown, limitMs: number): Promise<JobAnswer> {
    const job = { module: `witness_debugging.${module}`, function: name, argument, limitMs };
    return this.pool.run(job, this.options.signal);
  }
}

function parsed<T>(answer: JobAnswer, schema: z.ZodType<T>): T | undefined {
  if (answer.result === null) {
    if (answer.stderr.includes('Traceback')) throw new Failure('internal', answer.stderr.slice(-2000));
    return undefined;
  }
  const found = schema.safeParse(JSON.parse(answer.result));
  return found.success ? found.data : undefined;
}
