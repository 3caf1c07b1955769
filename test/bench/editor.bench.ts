// How long people wait in the editor: medians of 20, beside a calibration loop that takes about 100 ms on a quiet machine.
// npm run bench -- editor [--windows N]: of what needs VS Code itself, medians over so many windows, 20 where none are named.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createSyntax } from '../../src/core/syntax/parser';
import type { ModuleInRun } from '../../src/core/trace/model';
import { FrameTree } from '../../src/core/trace/frameTree';
import { Recording } from '../../src/core/trace/recording';
import { motions, RecordingWalk } from '../../src/core/trace/recordingWalk';
import { Replay } from '../../src/core/trace/replay';
import { StepViews } from '../../src/core/trace/stepView';
import { EngineClient } from '../../src/host/engine/engineClient';
import { report } from './arguments';
import { figuresInWindows } from './editor/inWindow';

const repeats = 20;
const longSteps = 10_000_000;
const goalInWindowMs = 50;

type Row = readonly [string, ...(string | number)[]];

void main();

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { windows: { type: 'string', default: String(repeats) } } });
  const rows: Row[] = [['', 'median ms', 'slowest ms', 'goal ms', 'calibration ms']];
  const measure = async (name: string, goal: number, work: () => unknown): Promise<void> => {
    const times: number[] = [];
    const loops: number[] = [];
    for (let i = 0; i < repeats; i++) {
      loops.push(calibrationMs());
      const started = performance.now();
      await work();
      times.push(performance.now() - started);
    }
    rows.push([
      name,
      median(times).toFixed(1),
      Math.max(...times).toFixed(1),
      goal,
      median(loops).toFixed(0),
    ]);
  };
  await edits(measure);
  await saves(measure);
  await refreshes(measure);
  await steps(measure);
  rows.push(...inWindows(Number(values.windows)));
  report('editor', rows);
}

/** Beside a block of the extension host stands the longest one of a host at rest, instead of a loop. */
function inWindows(windows: number): Row[] {
  const all = figuresInWindows(windows);
  return [...new Set(all.map(({ name }) => name))].map((name) => {
    const figures = all.filter((figure) => figure.name === name);
    const times = figures.map(({ ms }) => ms);
    const beside = median(figures.map(({ besideMs }) => besideMs));
    return [name, median(times).toFixed(1), Math.max(...times).toFixed(1), goalInWindowMs, beside.toFixed(0)];
  });
}

type Measure = (name: string, goal: number, work: () => unknown) => Promise<void>;

/** A letter typed into a file of 5,000 lines, to its blocks. */
async function edits(measure: Measure): Promise<void> {
  const syntax = await createSyntax((name) => readFile(path.join('dist/wasm', name)));
  const text = Array.from({ length: 1000 }, (_, i) => functionText(i)).join('\n');
  const document = await syntax.parse('python', text);
  let typed = 0;
  await measure('an edit in 5,000 lines to fresh blocks', 10, () => {
    const at = { line: 2501, column: 4 };
    document.update([{ range: { start: at, end: at }, text: typed++ % 2 === 0 ? 'a' : 'b' }]);
    return document.model();
  });
  document.dispose();
}

/** A script of 200 lines is recorded, and its values are there. */
async function saves(measure: Measure): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'witness-bench-'));
  process.env['WITNESS_STORE'] = path.join(folder, 'kept');
  const client = new EngineClient({ module: path.resolve('dist/engine.js'), onLog: () => undefined });
  const file = path.join(folder, 'script.py');
  const calls = Array.from({ length: 40 }, (_, i) => `f${i}(${i})`).join('\n');
  const lines = Array.from({ length: 32 }, (_, i) => functionText(i)).join('\n');
  writeFileSync(file, `${lines}\n${calls.replaceAll(/f(3[2-9])/g, 'f1')}\n`);
  const params = {
    file,
    wrapping: 'none',
    cwd: folder,
    limitMs: 10_000,
  } as const;
  try {
    await client.request('trace', params);
    await measure('save to values, a script of 200 lines', 500, () => client.request('trace', params));
  } finally {
    await client.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One of a hundred files is saved, and its findings are those of the new text. The editor waits 50 ms more for writers. */
async function refreshes(measure: Measure): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'witness-bench-'));
  const client = new EngineClient({ module: path.resolve('dist/engine.js'), onLog: () => undefined });
  const module = Array.from({ length: 40 }, (_, i) => functionText(i)).join('\n');
  for (let i = 0; i < 99; i++) writeFileSync(path.join(folder, `module${i}.py`), `${module}\n`);
  const app = (value: string): string =>
    `import os, sys\nfrom module1 import f1\ndef main():\n    f1(3)\n    os.system("ls " + ${value})\nmain()\n`;
  const params = { scope: 'all', paths: [folder], root: folder } as const;
  let saved = 0;
  const refresh = async (): Promise<void> => {
    const isOpen = saved++ % 2 === 0;
    writeFileSync(path.join(folder, 'app.py'), app(isOpen ? 'sys.argv[1]' : '"."'));
    const { findings } = await client.request('flow', params);
    if (findings.length !== (isOpen ? 1 : 0)) throw new Error(`${findings.length} findings`);
  };
  try {
    await refresh();
    await measure('save to findings, 100 files', 250, refresh);
  } finally {
    await client.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

function functionText(i: number): string {
  return `def f${i}(n):\n    total = n\n    for item in range(3):\n        total += item\n    return total`;
}

/** Steps of every kind, from places all over a recording of ten million steps. */
async function steps(measure: Measure): Promise<void> {
  const recording = longRecording();
  const walk = new RecordingWalk(recording, new Set(recording.parts.frames.map(({ index }) => index)));
  const views = new StepViews(walk);
  const tree = new FrameTree(walk);
  // The first question builds what the others look up.
  const started = performance.now();
  walk.index.ofFrame(0);
  walk.index.ofBlock(0);
  tree.children({ kind: 'root' });
  console.log(
    `${walk.length} steps, ${recording.parts.frames.length} frames; opened in ${(performance.now() - started).toFixed(0)} ms`,
  );
  let place = 0;
  for (const motion of motions) {
    await measure(`a step in 10 M: ${motion}`, 50, () => {
      place = (place + 7_654_321) % walk.length;
      const to = walk.move(place, motion);
      return to === undefined ? undefined : views.of(to);
    });
  }
  await measure('a level of the tree of 10 M', 50, () => {
    place = (place + 7_654_321) % walk.length;
    return tree.pathTo(place).at(-1);
  });
}

/** A loop that calls a function with a loop of its own, again and again. */
function longRecording(): Recording {
  const block = (id: string, functionIndex: number, line: number, isLoopHeader = false, name = 'x') => ({
    ...{
      id,
      functionIndex,
      isLoopHeader,
      startLine: line,
      endLine: line,
      lines: [line],
      definitions: [name],
    },
  });
  const module: ModuleInRun = {
    module: {
      file: '/long.py',
      functions: [
        { path: '<module>', kind: 'module', startLine: 0, endLine: 20 },
        { path: 'outer', kind: 'function', startLine: 1, endLine: 8 },
        { path: 'inner', kind: 'function', startLine: 10, endLine: 14 },
      ],
      blocks: [
        block('outer:0', 1, 2),
        block('outer:1', 1, 3, true, 'i'),
        block('outer:2', 1, 4, false, 't'),
        block('inner:0', 2, 11, true, 'j'),
        block('inner:1', 2, 12, false, 'u'),
        block('inner:2', 2, 13),
      ],
    },
    firstCode: 16,
    codes: [
      { blocks: [0], enter: 1 },
      { blocks: [1] },
      { blocks: [2] },
      { blocks: [], enter: 2 },
      { blocks: [3, 4] },
      { blocks: [5], leave: true },
    ],
  };
  const replay = new Replay(() => undefined);
  replay.addModule(module);
  const call = [17, 18, 19, ...Array.from({ length: 48 }, () => 20), 21];
  const chunk = Uint32Array.from(Array.from({ length: 1000 }, () => call).flat());
  replay.addEvents(Uint32Array.of(16));
  while (replay.stepBlock.length < longSteps) replay.addEvents(chunk);
  replay.finish();
  const { functions, blocks, frames, stepBlock, stepFrame, stepKind, stepOccurrence, stepValues } = replay;
  const nothing = { text: '', bytes: 0, truncated: false };
  return new Recording({
    run: {
      ...{
        file: '/long.py',
        language: 'python',
        arguments: [],
        cwd: '/',
        granularity: 'line',
        steps: 'sampled',
      },
      ...{ interpreter: 'none', startedAt: '' },
    },
    outcome: { kind: 'returned' },
    modules: [module.module],
    ...{ functions, blocks, frames, stepBlock, stepFrame, stepKind, stepOccurrence, stepValues },
    ...{ stdout: nothing, stderr: nothing, notes: [], processes: [] },
  });
}

function calibrationMs(): number {
  const started = performance.now();
  let sum = 0;
  for (let i = 0; i < 3_000_000; i++) sum += Math.sqrt(i) % 7;
  const strings = Array.from({ length: 100_000 }, (_, i) => `${i}${sum}`);
  return strings.length > 0 ? performance.now() - started : NaN;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? NaN;
}
