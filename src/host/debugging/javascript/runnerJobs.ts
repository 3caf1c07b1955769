// Tests run by the runner of their project, in the sandbox; the program under suspicion has another text there.
import path from 'node:path';
import * as z from 'zod';
import type { TestResult } from '../../../core/debugging/testRun';
import { runnerCommand, type TestRunnerCommand } from '../../javascript/runnerCommand';
import type { JobAnswer } from '../../sandbox/sandboxProcess';
import type { JavaScriptTesterOptions } from './javascriptTester';
import { nodeLimits } from './realmJobs';

const told = z.object({
  path: z.array(z.string()),
  status: z.enum(['passed', 'failed']),
  type: z.string().optional(),
  message: z.string().optional(),
});
/** What jest and vitest print. */
const printed = z.object({
  testResults: z.array(
    z.object({
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()),
          title: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullable().optional(),
        }),
      ),
    }),
  ),
});

const startMs = 20_000;
const longestMs = 120_000;
const output = 256 * 2 ** 20;

export class RunnerJobs {
  private readonly commands = new Map<string, Promise<TestRunnerCommand>>();

  constructor(private readonly options: JavaScriptTesterOptions) {}

  /** The results of tests, named by their ids; `crashed` for what the runner says nothing about. */
  async results(source: string, ids: readonly string[]): Promise<TestResult[]> {
    const found = new Map<string, TestResult>();
    for (const file of new Set(ids.map(fileOf))) {
      for (const [id, result] of await this.run(file, source, ids.length)) found.set(id, result);
    }
    return ids.map((id) => found.get(id) ?? { status: 'crashed' });
  }

  /** The ids of the tests in a file, as its runner knows them. */
  async collect(file: string): Promise<string[]> {
    return [...(await this.run(file, undefined, 1)).keys()];
  }

  private async run(
    file: string,
    source: string | undefined,
    tests: number,
  ): Promise<ReadonlyMap<string, TestResult>> {
    const { sandbox, cwd, file: program, limitMs: limit, signal } = this.options;
    const command = await this.commandOf(file);
    const answer = await sandbox.pool.run(
      {
        argv: [sandbox.node.executable, ...command.arguments],
        cwd,
        environment: { ...sandbox.node.environment, ...command.environment },
        input: '',
        ...(source !== undefined && { files: { [program]: source } }),
        limitMs: Math.min(limit * tests + startMs, longestMs),
        output,
        ...nodeLimits,
        processes: 256,
      },
      signal,
    );
    return new Map(
      resultsOf(answer).map((result) => [`${file}::${result.path.join(' > ')}`, resultOf(result)]),
    );
  }

  private commandOf(file: string): Promise<TestRunnerCommand> {
    const { cwd, assets } = this.options;
    const known = this.commands.get(file);
    if (known !== undefined) return known;
    const reporters = path.join(assets, 'runtime/javascript/debugging');
    const found = runnerCommand(path.resolve(cwd, file), cwd, reporters);
    this.commands.set(file, found);
    return found;
  }
}

function fileOf(id: string): string {
  return id.slice(0, id.indexOf('::'));
}

function resultOf({ status, type, message }: z.infer<typeof told>): TestResult {
  return { status, ...(type !== undefined && { type }), ...(message !== undefined && { message }) };
}

/** What our reporters give line by line, or what the runner prints as one document. */
function resultsOf({ result, stdout }: JobAnswer): z.infer<typeof told>[] {
  if (result !== null) {
    return result
      .split('\n')
      .filter((line) => line !== '')
      .flatMap((line) => told.safeParse(parsed(line)).data ?? []);
  }
  const document = printed.safeParse(parsed(stdout.slice(stdout.indexOf('{"num'))));
  if (!document.success) return [];
  return document.data.testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status, failureMessages }) => ({
      path: [...ancestorTitles.filter((name) => name !== ''), title],
      status: status === 'failed' ? ('failed' as const) : ('passed' as const),
      ...(status === 'failed' && problemOf(failureMessages?.[0] ?? '')),
    })),
  );
}

/** `TypeError: x is not a function` and the stack. */
function problemOf(text: string): { type: string; message: string } {
  const [, type = 'Error', message = text] = /^(\w*Error): ([^]*?)(?:\n\s+at |$)/.exec(text) ?? [];
  return { type, message };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
