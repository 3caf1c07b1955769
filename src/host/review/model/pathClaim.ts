// Checks whether the value of one expression reaches another one, in the new version and in the old one.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FlowFinding, RoleMatch, SourceFile } from '../../../core/dataflow/model';
import type { ChangedFile } from '../../../core/review/change';
import { lineIn } from '../../../core/review/hunks';
import type { ClaimVerdict } from '../../../core/review/model/checkedComments';
import type { PathClaim } from '../../../core/review/model/modelComment';
import { languageOfPath } from '../../../core/syntax/profiles/registry';
import type { SyntaxNode } from '../../../core/syntax/syntaxTree';
import { LineIndex } from '../../../core/text/lineIndex';
import type { FlowService } from '../../dataflow/flowService';
import { assignedTo } from '../../dataflow/followValue';

export interface PathTools {
  readonly flow: FlowService;
  readonly signal: AbortSignal;
}

const rule = 'claimed';

/** @throws what the analysis throws, and the signal's reason when it is aborted */
export async function checkPath(
  claim: PathClaim,
  file: ChangedFile,
  tools: PathTools,
): Promise<ClaimVerdict> {
  if (languageOfPath(file.path) === undefined) {
    return {
      kind: 'open',
      why: 'It could not be checked: paths are found in Java, Python, JavaScript and TypeScript.',
    };
  }
  const { from, to } = claim;
  const ends = { from: { ...from, line: from.line - 1 }, to: { ...to, line: to.line - 1 } };
  const now = await pathsIn(file.new ?? '', file.path, ends, tools);
  if (now === undefined) {
    return { kind: 'open', why: 'It could not be checked: its ends are not in the code.' };
  }
  const possible = now.filter(({ feasibility }) => feasibility.result !== 'infeasible');
  const best = possible.find(({ level }) => level === 'proved') ?? possible[0];
  if (best === undefined) {
    return now.length > 0
      ? { kind: 'contradicted', told: 'the conditions of the only path contradict each other' }
      : { kind: 'open', why: 'No such path was found, which does not mean that there is none.' };
  }
  if (await wasThere(file, ends, tools)) {
    return { kind: 'open', why: 'There is such a path, and there was before this change.' };
  }
  return {
    kind: 'holds',
    level: best.level,
    told: pathText(best),
    // The rule that says what a source and a sink is here is the claim itself.
    evidence: best.evidence.filter(({ kind }) => kind !== 'rule'),
  };
}

interface Ends {
  /** Lines 0-based. */
  readonly from: { readonly line: number; readonly text: string };
  readonly to: { readonly line: number; readonly text: string };
}

async function wasThere(file: ChangedFile, { from, to }: Ends, tools: PathTools): Promise<boolean> {
  if (file.old === undefined) return false;
  const { old, new: now = '' } = file;
  const [source, sink] = [from, to].map(({ line, text }) => ({ line: lineIn(old, now, line), text }));
  if (source?.line === undefined || sink?.line === undefined) return false;
  const ends = { from: { ...source, line: source.line }, to: { ...sink, line: sink.line } };
  const before = await pathsIn(old, file.path, ends, tools);
  return before?.some(({ feasibility }) => feasibility.result !== 'infeasible') === true;
}

/** Undefined where an end is not in the text. */
async function pathsIn(
  text: string,
  name: string,
  ends: Ends,
  { flow, signal }: PathTools,
): Promise<readonly FlowFinding[] | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'witness-review-'));
  try {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
    const seen = { ends: false };
    const matches = (source: SourceFile): RoleMatch[] => {
      const from = nodeAt(source, ends.from);
      const to = nodeAt(source, ends.to);
      seen.ends ||= from !== undefined && to !== undefined;
      if (from === undefined || to === undefined) return [];
      const start = assignedTo(from) ?? from;
      return [
        { start: start.startIndex, end: start.endIndex, role: 'source', rule },
        { start: to.startIndex, end: to.endIndex, role: 'sink', rule },
      ];
    };
    const request = { paths: ['.'], cwd: folder, root: folder, includeInfeasible: true };
    const found = await flow.runWith(request, matches, { signal });
    return seen.ends ? found : undefined;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The outermost node on a line that has the text. */
function nodeAt({ tree, text }: SourceFile, place: Ends['from']): SyntaxNode | undefined {
  const line = text.split('\n')[place.line] ?? '';
  const column = line.indexOf(place.text);
  if (column < 0) return undefined;
  const start = new LineIndex(text).offsetAt({ line: place.line, column });
  let node = tree.rootNode.descendantForIndex(start, start + place.text.length);
  if (node.text !== place.text) return undefined;
  while (node.parent?.text === place.text) node = node.parent;
  return node;
}

function pathText({ path: steps }: FlowFinding): string {
  const lines = [...new Set(steps.map(({ line }) => line + 1))];
  return `The analysis follows it through ${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}. Before this change there was no such path.`;
}
