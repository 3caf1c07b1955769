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

/**
 * Findings of the new versions that the old ones have not, the changed files taken as one program.
 * @param root Folder that holds the rules and suppressions of the workspace.
 */
export async function newPathComments(
  files: readonly ChangedFile[],
  root: string,
  flow: FlowService,
  signal: AbortSignal,
): Promise<ReviewComment[]> {
  const read = files.filter(({ path: name }) => languageOfPath(name) !== undefined);
  if (read.length === 0) return [];
  const folder = await mkdtemp(path.join(tmpdir(), 'witness-review-'));
  try {
    const old = await findings('old', read, { folder, root }, flow, signal);
    const now = await findings('new', read, { folder, root }, flow, signal);
    const texts = new Map(read.map((file) => [file.path, file.new ?? '']));
    const fresh = newFindings(old, now).filter(({ suppression }) => suppression === undefined);
    return bySource(fresh).map((findings) => commentOf(findings, texts));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function findings(
  version: 'old' | 'new',
  files: readonly ChangedFile[],
  { folder, root }: { readonly folder: string; readonly root: string },
  flow: FlowService,
  signal: AbortSignal,
): Promise<readonly ReportedFinding[]> {
  const cwd = path.join(folder, version);
  await mkdir(cwd, { recursive: true });
  for (const file of files) {
    const text = file[version];
    if (text === undefined) continue;
    // Findings are the same ones where a file was only renamed.
    const target = path.join(cwd, version === 'old' ? (file.oldPath ?? file.path) : file.path);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
  const { findings: found, rules } = await flow.run({ paths: ['.'], cwd, root }, { signal });
  return found.filter((finding) => keepsItsValue(finding, rules));
}

function commentOf(
  [finding, ...others]: readonly [ReportedFinding, ...ReportedFinding[]],
  texts: ReadonlyMap<string, string>,
): ReviewComment {
  const { rule, sink, source, message, title, level } = finding;
  const more = others.length === 0 ? '' : ` It reaches ${others.length} more places from there.`;
  const about = { kind: 'dataflow', file: sink.file, function: sink.function } as const;
  return {
    ...about,
    id: commentId(about, `${rule}\n${source.function}\n${message}`),
    lines: { start: sink.line, end: sink.line + 1 },
    code: texts.get(sink.file)?.split('\n')[sink.line] ?? '',
    level,
    rule,
    title: `New path: ${title}`,
    message: `${message} The value comes from line ${source.line + 1} of ${source.file}.${more}`,
  };
}
