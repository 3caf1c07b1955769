// What step-wise debugging asks of a language's runtime: programs run against tests, in the sandbox. Tests are texts: statements
// that throw where they fail, or what names a test of a runner.
import type { z } from 'zod';
import type { BlockSteps } from '../../core/debugging/model/blockSteps';
import type { ObservedTest, TestResult } from '../../core/debugging/testRun';
import type { Recording } from '../../core/trace/recording';
import type { RecordedTest } from './stepRecorder';
import type { StatedArgument, TrialArgument } from './testerMessages';

/** A test of a runner. */
export interface CollectedTest {
  /** As its runner prints it. */
  readonly id: string;
  /** What the tester runs. */
  readonly text: string;
}

export interface Tester {
  /**
   * Runs each test with a program of its own.
   * @param sees Whether to tell what of the program ran, which takes its time.
   * @throws Failure when cancelled
   */
  observe(source: string, tests: readonly string[], sees: 'lines' | 'results'): Promise<ObservedTest[]>;
  /**
   * The results of each program, up to its first test that is not passed.
   * @throws Failure when cancelled
   */
  tryPrograms(sources: readonly string[], tests: readonly string[]): Promise<TestResult[][]>;
  /** Whether a program passes these tests as their own runner runs them. @throws Failure when cancelled */
  confirms(source: string, tests: readonly string[]): Promise<boolean>;
  /** For each test, calls that it makes of the program from outside, as texts. @throws Failure when cancelled */
  recordedCalls(source: string, tests: readonly string[]): Promise<readonly string[][]>;
  /** Texts of calls like these. @throws Failure when cancelled */
  variedCalls(calls: readonly string[]): Promise<string[]>;
  /** What a program answers to expressions, as texts: `= ` and a value, `! ` and a type. @throws Failure when cancelled */
  evaluate(source: string, expressions: readonly string[]): Promise<string[]>;
  /** Runs each test of the project as it is on disk: what each file shows of them. @throws Failure when cancelled */
  survey(tests: readonly string[]): Promise<ReadonlyMap<string, readonly ObservedTest[]>>;
  /** The tests of a file or folder below the working folder. @throws Failure when cancelled */
  collect(path: string): Promise<CollectedTest[]>;
  /** The steps of one test; undefined where the run left nothing behind. Not every language has it. @throws Failure when cancelled */
  record?(asked: RecordedTest): Promise<Recording | undefined>;
  /** The steps of one test, for a model; undefined where nothing is known of them. @throws Failure when cancelled */
  steps?(asked: RecordedTest): Promise<BlockSteps | undefined>;
  /** Puts blocks on trial; undefined where there is no answer. @throws Failure when cancelled */
  trial<T>(argument: TrialArgument, schema: z.ZodType<T>): Promise<T | undefined>;
  /** Runs the program with what somebody says of its blocks. @throws Failure when cancelled */
  stated<T>(argument: StatedArgument, schema: z.ZodType<T>): Promise<T | undefined>;
}
