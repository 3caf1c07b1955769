// What running one test of a program shows.

/** `crashed`: its process died. */
export type TestStatus = 'passed' | 'failed' | 'timeout' | 'crashed';

export interface TestResult {
  readonly status: TestStatus;
  /** Type and message of what it raised. */
  readonly type?: string;
  readonly message?: string;
  /** 1-based line of the program that the exception left last. */
  readonly line?: number;
  /** How long it took, and how much of the processor's time. */
  readonly ms?: number;
  readonly processorMs?: number;
}

export interface ObservedTest extends TestResult {
  /** The statements of the test. */
  readonly text: string;
  /** How often each line of the program ran, by its 1-based number; of none where that was not looked at. */
  readonly lines: ReadonlyMap<number, number>;
  /** The same by the index of each block, where that is known. */
  readonly blocks?: ReadonlyMap<number, number>;
}
