// Records one run of a JavaScript or TypeScript program.
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { chunkKinds } from '../../core/trace/fileFormat';
import type { RunDescription } from '../../core/trace/model';
import { Redaction, secretValues } from '../../core/trace/secrets';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import type {
  AliasAnswer,
  AliasWanted,
  RunOrder,
  SentRecords,
  SourceAnswer,
  SourceWanted,
} from '../../protocol/runtime';
import type { NodeInterpreter } from '../javascript/node';
import { testCommand, type TestCommand } from '../javascript/testCommand';
import { ownGroup } from '../platform/processes';
import type { SyntaxService } from '../syntax/syntaxService';
import { InstrumentedSources } from './instrumentedSources';
import { RecordingListener } from './programListener';
import type { PythonRun, RecordingTools } from './recordPython';
import { redacted } from './redactedRecords';
import { RecordingWriter } from './recordingFile';
import { RunningProgram } from './runningProgram';
import { RuntimeServer } from './runtimeServer';

export type JavaScriptRun = Omit<PythonRun, 'interpreter'> & { readonly interpreter: NodeInterpreter };

/**
 * Runs the program and writes its recording to `tools.out`, whatever way it ends.
 * @throws Failure when it could not be started, was cancelled, or the recording could not be written.
 */
export async function recordJavaScript(
  run: JavaScriptRun,
  tools: Omit<RecordingTools, 'blocks'> & { readonly syntax: SyntaxService },
): Promise<void> {
  const redaction = run.redacts === false ? undefined : new Redaction(secretValues(run.environment));
  const writer = await RecordingWriter.create(tools.out, run.limitBytes, redaction);
  writer.writeJson(chunkKinds.run, description(run));
  const sources = new InstrumentedSources(tools.syntax, run.granularity, tools.assets, run.unsaved);
  const listener = new JavaScriptListener(writer, sources);
  const server = await RuntimeServer.open(listener, () => listener);
  server.behind = () => writer.behind();
  writer.onFull = () => {
    server.requestSilence();
  };
  try {
    const child = await start(run, tools.assets, server);
    const program = new RunningProgram(child, tools, server, listener);
    const outcome = await program.ended(run.limitMs);
    program.writeOutput(writer);
    writer.writeJson(chunkKinds.outcome, outcome);
  } finally {
    await server.dispose();
    await writer.close();
  }
}

class JavaScriptListener extends RecordingListener {
  constructor(
    writer: RecordingWriter,
    private readonly sources: InstrumentedSources,
  ) {
    super(writer, () => Promise.resolve(undefined));
  }

  override records(records: SentRecords): void {
    const { redaction } = this.writer;
    super.records(redaction === undefined ? records : records.map((record) => redacted(record, redaction)));
  }

  aliasWanted(wanted: AliasWanted): AliasAnswer {
    return this.sources.aliases(wanted);
  }

  sourceWanted(wanted: SourceWanted): Promise<SourceAnswer> {
    return this.sources.answer(wanted, this.writer);
  }
}

function description(run: JavaScriptRun): RunDescription {
  const { file, call, test, cwd, granularity, steps } = run;
  return {
    file,
    language: languageOfPath(file) ?? 'javascript',
    ...(call !== undefined && { call }),
    ...(test !== undefined && { test: test.id }),
    arguments: run.arguments,
    cwd,
    granularity,
    steps,
    interpreter: run.interpreter.description,
    startedAt: new Date().toISOString(),
  };
}

async function start(run: JavaScriptRun, assets: string, server: RuntimeServer): Promise<ChildProcess> {
  const runtime = path.join(assets, 'runtime', 'javascript');
  const main = run.call === undefined ? run.file : path.join(runtime, 'callMain.cjs');
  const script: TestCommand = { options: [], script: main, arguments: [] };
  const command = run.test === undefined ? script : await testCommand(run.file, run.test, run.cwd, runtime);
  const { runner } = command;
  const order: RunOrder = {
    address: server.address,
    token: server.token,
    file: run.file,
    ...(run.call !== undefined && { call: run.call }),
    ...(run.test !== undefined && runner !== undefined && { test: { id: run.test.id, runner } }),
    arguments: run.arguments,
    roots: run.roots,
    steps: run.steps,
    valueBudget: run.valueBudget,
  };
  // The process in which vitest runs its tests is another one, and preloads by itself.
  const preload = runner === 'vitest' ? [] : ['--require', path.join(runtime, 'launch.cjs')];
  const args = [...preload, ...command.options, command.script, ...command.arguments, ...run.arguments];
  return spawn(run.interpreter.executable, args, {
    cwd: run.cwd,
    env: { ...run.environment, ...run.interpreter.environment, WITNESS_RUN: JSON.stringify(order) },
    stdio: [run.stdin, 'pipe', 'pipe'],
    ...ownGroup(),
  });
}
