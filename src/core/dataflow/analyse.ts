import type { FileIr } from './ir/declarations';
import { mentionsOf } from './ir/mentions';
import { lower } from './lowering/lower';
import type { FlowFinding, FlowOptions, FlowResult, RoleMatch, SourceFile } from './model';
import { Texts } from './findings';
import { RoleIndex } from './roles';
import { exploreAll, type EntryCache } from './schedule';

/** Milliseconds of work between two pauses. */
const sliceMs = 40;

/**
 * All flows from a source to a sink of the same rule in these files, which are analysed as one program. The work is
 * done in slices of about 40 ms, if `options.pause` says how to let others run in between.
 * @param files Are taken one by one, as they are ready.
 * @param matches Where the rules match in a file.
 * @throws The reason of `options.signal`, when it is aborted.
 */
export async function analyse(
  files: Iterable<SourceFile> | AsyncIterable<SourceFile>,
  matches: (file: SourceFile) => readonly RoleMatch[],
  options: FlowOptions & { readonly cache?: EntryCache } = {},
): Promise<FlowResult> {
  const breathe = breathing(options);
  const roles = new RoleIndex();
  const lowered: FileIr[] = [];
  const texts = new Map<string, string>();
  for await (const file of files) {
    await breathe();
    const ir = lower(file);
    // Needed when all files are there; until then another thread has something to do as well.
    for (const fn of ir.functions) mentionsOf(fn);
    lowered.push(ir);
    roles.add(ir, file.text, matches(file));
    texts.set(file.path, file.text);
    file.tree.release();
  }
  const exploring = { files: lowered, roles, texts: new Texts(texts), options, breathe };
  const { findings, ...told } = await exploreAll(exploring);
  const lines = [...texts.values()].reduce((sum, text) => sum + text.split('\n').length, 0);
  return { findings: findings.toSorted(byPlace), files: lowered.length, lines, ...told };
}

function breathing({ signal, now, pause }: FlowOptions): () => Promise<void> {
  let sliceEnd = now === undefined ? 0 : now() + sliceMs;
  return async () => {
    signal?.throwIfAborted();
    if (now === undefined || pause === undefined || now() < sliceEnd) return;
    await pause();
    sliceEnd = now() + sliceMs;
    signal?.throwIfAborted();
  };
}

function byPlace(a: FlowFinding, b: FlowFinding): number {
  return (
    compareText(a.sink.file, b.sink.file) ||
    a.sink.line - b.sink.line ||
    compareText(a.source.file, b.source.file) ||
    a.source.line - b.source.line ||
    compareText(a.rule, b.rule)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
