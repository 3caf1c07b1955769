// witness trace: records a program and tells what it did.
import { Command } from 'commander';
import { traceDocument } from '../../core/trace/document';
import type { Outcome } from '../../core/trace/model';
import type { Recording } from '../../core/trace/recording';
import { Failure } from '../failure';
import path from 'node:path';
import { userCacheFolder } from '../platform/folders';
import { ModelCache } from '../syntax/modelCache';
import { SyntaxService } from '../syntax/syntaxService';
import { keptTrace, type KeptTrace } from '../store/keptTrace';
import { RecordingStore } from '../store/recordingStore';
import { loadRecording } from '../trace/recordingFile';
import { focusedRerun } from '../trace/focusedRerun';
import { trace, type TraceTools } from '../trace/tracing';
import type { ExitCode, Terminal } from './program';
import { tellRecording } from './tellRecording';
import { withTraceOptions, type TraceOptions } from './traceOptions';
import { traceRequest, type Operands } from './traceRequest';

export function traceCommand(assets: string, terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const command = new Command('trace').description(
    'Record a program block by block and tell what it did, with the values that changed.',
  );
  return withTraceOptions(command)
    .addHelpText('after', examples)
    .action(async (file: string | undefined, args: string[], options: TraceOptions) => {
      const operands = {
        ...(file !== undefined && { file }),
        arguments: [...args, ...terminal.programArguments],
      };
      finish(await run(operands, options, assets, terminal));
    });
}

const examples = `
Examples:
  witness trace stats.py --call "median([3, 1, 2])"
  witness trace --test "tests/test_stats.py::TestMedian::test_even"
  witness trace main.py -- --verbose input.csv
  witness trace --module http.server --until-stopped
  witness trace main.py --entry parse_row --json`;

async function run(
  operands: Operands,
  options: TraceOptions,
  assets: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const { entry } = options;
  const shows = options.json !== true && options.quiet !== true;
  const { recording, id } = await recorded(operands, options, assets, terminal);
  if (entry !== undefined && recording.framesUnder(entry).size === 0) {
    throw new Failure('usage', `The function ${entry} was not called in this run.`, ranFunctions(recording));
  }
  if (options.json === true) {
    const document = traceDocument(recording, {
      steps: options.steps,
      maxSteps: options.maxSteps,
      ...(entry && { entry }),
    });
    terminal.stdout.write(`${JSON.stringify({ ...document, ...(id !== undefined && { recording: id }) })}\n`);
  } else if (shows) {
    tellRecording(recording, entry, recording.parts.run.cwd, terminal);
    if (id !== undefined && terminal.stderr.isTTY) terminal.stderr.write(`kept as recording ${id}\n`);
  }
  const wasStopped = options.untilStopped === true && terminal.signal.aborted;
  return !wasStopped && foundSomething(recording.parts.outcome) ? 1 : 0;
}

async function recorded(
  operands: Operands,
  options: TraceOptions,
  assets: string,
  terminal: Terminal,
): Promise<KeptTrace> {
  const { from, focus } = options;
  const earlier = from === undefined ? undefined : await loadRecording(path.resolve(terminal.cwd, from));
  if (earlier !== undefined && focus === undefined) return { recording: earlier };
  const shows = options.json !== true && options.quiet !== true;
  const request = await traceRequest(operands, options, terminal);
  const tools: TraceTools = {
    assets,
    syntax: new SyntaxService(assets, new ModelCache(path.join(userCacheFolder(), 'models'))),
    codeCache: path.join(userCacheFolder(), 'code'),
    ...(options.untilStopped === true ? { stop: terminal.signal } : { signal: terminal.signal }),
    ...(shows && { onOutput: (stream, bytes) => terminal[stream].write(bytes) }),
  };
  if (earlier !== undefined && focus !== undefined) {
    return { recording: await focusedRerun(earlier, { ...request, focus }, tools) };
  }
  if (request.out !== undefined || !options.keep) return { recording: await trace(request, tools) };
  const kept = await keptTrace(request, tools, RecordingStore.ofUser(terminal.environment));
  if (kept.problem !== undefined) terminal.stderr.write(`witness: ${kept.problem}\n`);
  return kept;
}

function foundSomething(outcome: Outcome): boolean {
  return outcome.kind === 'exited' ? outcome.exitCode !== 0 : outcome.kind !== 'returned';
}

function ranFunctions(recording: Recording): string {
  const ran = new Set(recording.parts.frames.map((frame) => recording.functionOf(frame)?.path ?? '?'));
  return `Functions that ran: ${[...ran].slice(0, 12).join(', ')}${ran.size > 12 ? ', …' : ''}.`;
}
