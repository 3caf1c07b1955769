// The review of one file: its parts with their reasons, and the comments on them.
import type { SyntaxDocument } from '../syntax/document';
import type { SourceFunction, SourceModel } from '../syntax/model';
import type { Behaviour } from './behaviour';
import type { ChangedFile } from './change';
import { codeText, isSameCode } from './code';
import { type ChangedPart, changedParts } from './changedParts';
import { hunksBetween } from './hunks';
import { differenceText, type Reason, reasonsFor } from './reasons';
import { commentOf, remarksOn } from './checks/remarks';
import { type OneSidedPart, oneSidedParts } from './movedCode';
import { isTestFile } from './testFiles';
import type { TestedLines } from './testedLines';
import { commentId, highest, type ReviewComment, type ReviewedFile, type ReviewedPart } from './reviewReport';

export interface FileReview {
  readonly file: ReviewedFile;
  readonly comments: readonly ReviewComment[];
  /** Functions that have come or gone. */
  readonly oneSided: readonly OneSidedPart[];
}

/**
 * Asks whether both versions of a function behave alike; undefined where nobody can tell.
 * @param path Of a function that can be called from outside: of the module, or a method.
 */
export type CompareBehaviour = (path: string) => Promise<Behaviour | undefined>;

/**
 * @param documents The old and the new version, parsed.
 * @param tested What recordings of tests know of the new version.
 */
export async function reviewFile(
  file: ChangedFile,
  documents: { readonly old: SyntaxDocument; readonly new: SyntaxDocument },
  compare: CompareBehaviour,
  tested?: TestedLines,
): Promise<FileReview> {
  const hunks = hunksBetween(documents.old.text, documents.new.text);
  const [old, now] = [documents.old, documents.new].map((document) => ({
    document,
    model: document.model(),
  }));
  if (old === undefined || now === undefined) return unreadReview(file);
  const parts = changedParts(old, now, hunks);
  const behaviours = await behavioursOf(parts, now.model, compare);
  const isInTests = isTestFile(file.path);
  const reviewed = parts.map((part): ReviewedPart => {
    const behaviour = behaviours.get(part.path);
    const isTest = isInTests || (part.new ?? part.old)?.function.isTest === true;
    const reasons = reasonsFor(part, {
      isTest,
      ...(behaviour !== undefined && { behaviour }),
      ...(tested !== undefined && { tested }),
    });
    return partOf(part, helperReasons(part, parts, behaviours) ?? reasons);
  });
  return {
    file: { ...identityOf(file), necessity: highest(reviewed), reasons: [], parts: reviewed },
    comments: [
      ...parts.flatMap((part) => behaviourComment(file, part, behaviours.get(part.path), documents.new)),
      ...remarksOn(old, now, hunks).map((remark) => commentOf(remark, file.path, documents.new.text)),
    ],
    oneSided: oneSidedParts(parts, documents.new),
  };
}

/** The review of a file whose code is not read. */
export function unreadReview(file: ChangedFile): FileReview {
  const reason = fileReason(file);
  return {
    file: { ...identityOf(file), necessity: reason.weight, reasons: [reason], parts: [] },
    comments: [],
    oneSided: [],
  };
}

function identityOf({
  path,
  oldPath,
  status,
}: ChangedFile): Pick<ReviewedFile, 'path' | 'oldPath' | 'status'> {
  return { path, status, ...(oldPath !== undefined && { oldPath }) };
}

const dependencies =
  /(^|\/)(package\.json|pyproject\.toml|setup\.(py|cfg)|requirements[^/]*\.txt|pom\.xml|build\.gradle(\.kts)?)$/;
const documentation = /\.(md|rst|adoc|txt)$|(^|\/)(LICENSE|CHANGELOG)[^/]*$/i;

function fileReason({ path, unread, old, new: now }: ChangedFile): Reason {
  if (unread !== undefined) return { weight: 0.1, text: `not looked at: ${unread}` };
  if (old === now) return { weight: 0.05, text: 'its text is the same' };
  if (dependencies.test(path)) return { weight: 0.6, text: 'what the project depends on may have changed' };
  if (documentation.test(path)) return { weight: 0.1, text: 'documentation' };
  return { weight: 0.4, text: 'no language that Witness reads' };
}

/** By the paths of the parts; what is defined inside of a function shows in what that does. */
async function behavioursOf(
  parts: readonly ChangedPart[],
  model: SourceModel,
  compare: CompareBehaviour,
): Promise<ReadonlyMap<string, Behaviour>> {
  const asked = new Map<string, Promise<Behaviour | undefined>>();
  const found = await Promise.all(
    parts.filter(isComparable).map(async (part) => {
      const target = callablePath(part.path, model);
      const behaviour = asked.get(target) ?? compare(target);
      asked.set(target, behaviour);
      return [part.path, await behaviour] as const;
    }),
  );
  return new Map(found.flatMap(([path, behaviour]) => (behaviour === undefined ? [] : [[path, behaviour]])));
}

/** The path of the outermost function around a function, or of the method. */
function callablePath(path: string, { functions }: SourceModel): string {
  const around = [functions.find((fn) => fn.path === path)];
  for (let fn = around[0]; fn !== undefined && fn.parent >= 0; fn = functions[fn.parent]) around.push(fn);
  const callable = around.filter((fn) => fn !== undefined && isCallable(fn));
  return callable.at(-1)?.path ?? path;
}

/** So is what a variable of the module holds. */
function isCallable({ kind, name, parent }: SourceFunction): boolean {
  return (
    kind === 'function' || kind === 'method' || (kind === 'lambda' && parent === 0 && name !== '<lambda>')
  );
}

function isComparable(part: ChangedPart): boolean {
  const { old, new: now, path } = part;
  if (old === undefined || now === undefined || path === '<module>') return false;
  return !old.function.isTest && !now.function.isTest && !isSameCode(old.untyped, now.untyped);
}

/** A new function that only functions call which behave as before is a part of these. */
function helperReasons(
  { path, old, new: now }: ChangedPart,
  parts: readonly ChangedPart[],
  behaviours: ReadonlyMap<string, Behaviour>,
): Reason[] | undefined {
  if (old !== undefined || now === undefined) return undefined;
  const name = path.slice(path.lastIndexOf('.') + 1);
  const callers = parts.filter(
    (part) => part.path !== path && part.new?.code.some(({ text }) => text === name) === true,
  );
  if (callers.length === 0) return undefined;
  const areSame = callers.every((caller) => behaviours.get(caller.path)?.kind === 'same');
  const who = callers.map((caller) => caller.path).join(', ');
  return areSame ? [{ weight: 0.2, text: `only ${who} calls it, and behaves as before` }] : undefined;
}

function partOf({ path, old, new: now }: ChangedPart, reasons: readonly Reason[]): ReviewedPart {
  const necessity = Math.max(0, ...reasons.map(({ weight }) => weight));
  return { path, lines: (now ?? old)?.lines ?? { start: 0, end: 0 }, necessity, reasons };
}

function behaviourComment(
  { path: file }: ChangedFile,
  { path, new: now }: ChangedPart,
  behaviour: Behaviour | undefined,
  { text }: SyntaxDocument,
): ReviewComment[] {
  if (behaviour?.kind !== 'different' || now === undefined) return [];
  const { difference } = behaviour;
  const [before, after] = [difference.old, difference.new].map((did) => /^(raises|throws)\b/.test(did));
  const raises = before === false && after === true;
  const about = { kind: 'behaviour', file, function: path } as const;
  return [
    {
      ...about,
      id: commentId(about, codeText(now.code)),
      lines: now.lines,
      code: text.split('\n').slice(now.lines.start, now.lines.end).join('\n'),
      level: 'witnessed',
      title: raises ? `${path} fails where it worked` : `${path} behaves differently`,
      message: `${differenceText(difference)}.`,
      difference,
    },
  ];
}
