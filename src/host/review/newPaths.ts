// Dataflow paths to sinks that a change brings.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ReportedFinding } from '../../core/dataflow/report';
import { bySource, keepsItsValue, newFindings } from '../../core/review/newFindings';
import type { ChangedFile } from '../../core/review/change';
import { commentId, type ReviewComment } from '../../core/review/reviewReport';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import type { FlowService } from '../dataflow/flowService';
import { type NeighbourFile, neighbourFiles } from './neighbourFiles';

/**
 * Findings of the new versions that the old ones have not. The changed files are taken as one program, with the unchanged ones
 * that they import, or that import them; of what is found, the paths through changed files are told.
 * @param root Folder of the changed files, which holds the rules and suppressions of the workspace.
 */
export async function newPathComments(
  files: readonly ChangedFile[],
  root: string,
  flow: FlowService,
  signal: AbortSignal,
): Promise<ReviewComment[]> {
  const read = files.filter(({ path: name }) => languageOfPath(name) !== undefined);
  if (read.length === 0) return [];
  const neighbours = await neighbourFiles(read, root, signal);
  const folder = await mkdtemp(path.join(tmpdir(), 'witness-review-'));
  try {
    const analysis = { files: read, neighbours, folder, root, flow, signal };
    const now = await findings('new', analysis);
    const isAnyToTell = now.some(({ suppression }) => suppression === undefined);
    const old = isAnyToTell ? await findings('old', analysis) : [];
    const texts = new Map(read.map((file) => [file.path, file.new ?? '']));
    const fresh = newFindings(old, now).filter(({ suppression }) => suppression === undefined);
    return bySource(fresh).map((findings) => commentOf(findings, texts));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Analysis {
  readonly files: readonly ChangedFile[];
  readonly neighbours: readonly NeighbourFile[];
  readonly folder: string;
  readonly root: string;
  readonly flow: FlowService;
  readonly signal: AbortSignal;
}

async function findings(
  version: 'old' | 'new',
  { files, neighbours, folder, root, flow, signal }: Analysis,
): Promise<readonly ReportedFinding[]> {
  const cwd = path.join(folder, version);
  await mkdir(cwd, { recursive: true });
  // Findings are the same ones where a file was only renamed.
  const nameOf = (file: ChangedFile): string => (version === 'old' ? (file.oldPath ?? file.path) : file.path);
  const texts = [...files.map((file) => ({ path: nameOf(file), text: file[version] })), ...neighbours];
  for (const { path: name, text } of texts) {
    if (text === undefined) continue;
    const target = path.join(cwd, name);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  const { findings: found, rules } = await flow.run({ paths: ['.'], cwd, root }, { signal });
  const changed = new Set(files.map(nameOf));
  return found.filter(
    (finding) => finding.path.some(({ file }) => changed.has(file)) && keepsItsValue(finding, rules),
  );
}

function commentOf(
  [finding, ...others]: readonly [ReportedFinding, ...ReportedFinding[]],
  texts: ReadonlyMap<string, string>,
): ReviewComment {
  const { rule, sink, source, message, title, level, path: steps } = finding;
  const more = others.length === 0 ? '' : ` It reaches ${others.length} more places from there.`;
  // What ends in a file that has not changed is told where it leaves the change.
  const at = texts.has(sink.file) ? sink : (steps.findLast(({ file }) => texts.has(file)) ?? sink);
  const end = at === sink ? '' : ` It ends in line ${sink.line + 1} of ${sink.file}, which has not changed.`;
  const about = { kind: 'dataflow', file: at.file, function: at.function } as const;
  return {
    ...about,
    id: commentId(about, `${rule}\n${source.function}\n${message}`),
    lines: { start: at.line, end: at.line + 1 },
    code: texts.get(at.file)?.split('\n')[at.line] ?? '',
    level,
    rule,
    title: `New path: ${title}`,
    message: `${message} The value comes from line ${source.line + 1} of ${source.file}.${end}${more}`,
  };
}
