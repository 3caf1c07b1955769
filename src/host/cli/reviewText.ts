// A review as people read it in a terminal.
import type { Refinement } from '../../core/review/refinement';
import {
  lookThreshold,
  type ReviewComment,
  type ReviewedFile,
  type ReviewReport,
} from '../../core/review/reviewReport';
import { codeLine, oneLine } from '../../core/text/oneLine';
import type { colorsFor } from './colors';

/** Claims that nothing has proved yet come last, and no more than these. */
const mostClaims = 5;

type Colors = ReturnType<typeof colorsFor>;

export function reviewLines(report: ReviewReport, colors: Colors): string[] {
  const { files, comments, notes } = report;
  if (files.length === 0) return ['Nothing has changed.'];
  const needing = files.filter(({ necessity }) => necessity >= lookThreshold);
  const claims = comments.filter(({ level }) => level === 'claimed');
  const told = comments.filter(({ level }) => level !== 'claimed');
  return [
    ...told.flatMap((comment) => commentLines(comment, colors)),
    ...needing.flatMap((file) => fileLines(file, colors)),
    ...restLines(files, needing),
    ...claimLines(claims, colors),
    ...notes.map((note) => colors.yellow(note)),
    summary(needing.length, told.length, files.length),
  ];
}

/** Apart from what was seen, and a line each. */
function claimLines(claims: readonly ReviewComment[], colors: Colors): string[] {
  if (claims.length === 0) return [];
  return [
    colors.dim(`Claimed, not checked (${claims.length}):`),
    ...claims
      .slice(0, mostClaims)
      .map(({ file, lines, title, remark }) =>
        colors.dim(`  ${file}:${lines.start + 1}  ${remark ?? title}`),
      ),
    ...(claims.length > mostClaims ? [colors.dim(`  ${claims.length - mostClaims} more`)] : []),
    '',
  ];
}

function commentLines(
  { file, lines, level, title, message, remark, refinement, unrefined }: ReviewComment,
  colors: Colors,
): string[] {
  return [
    `${colors.bold(`${file}:${lines.start + 1}`)}  ${title}`,
    `  ${message}`,
    ...(remark === undefined ? [] : [`  The model: ${remark}`]),
    `  ${colors.dim(level)}`,
    ...(refinement === undefined ? [] : refinementLines(refinement)),
    ...(unrefined ?? []).map((reason) => colors.dim(`  No refined code: ${oneLine(reason)}`)),
    '',
  ];
}

function refinementLines({ by, strategy, told, patch }: Refinement): string[] {
  const head = by === 'model' ? 'Refined by the model:' : `Refined by the search (${strategy}):`;
  const from = patch.indexOf('@@');
  const lines = patch.slice(Math.max(0, from)).trimEnd().split('\n');
  return [`  ${head} ${told.join(' ')}`, ...lines.map((line) => `    ${codeLine(line)}`)];
}

function fileLines(
  { path, status, oldPath, necessity, reasons, parts }: ReviewedFile,
  colors: Colors,
): string[] {
  const from = oldPath === undefined ? '' : `, from ${oldPath}`;
  const head = `${colors.bold(path)}  ${status}${from}  ${score(necessity)}`;
  const told = parts.filter((part) => part.necessity >= lookThreshold);
  const others = parts.length - told.length;
  return [
    head,
    ...reasons.map(({ text }) => `  ${text}`),
    ...told.map(({ path: name, lines, necessity: own, reasons: why }) => {
      const first = why
        .filter(({ weight }) => weight >= lookThreshold || weight === 0)
        .map(({ text }) => text);
      return `  ${score(own)} ${name}, line ${lines.start + 1}: ${first.join('; ')}`;
    }),
    ...(others > 0 ? [colors.dim(`  ${others} more that ${others === 1 ? 'needs' : 'need'} no look`)] : []),
    '',
  ];
}

function restLines(files: readonly ReviewedFile[], needing: readonly ReviewedFile[]): string[] {
  const rest = files.filter((file) => !needing.includes(file));
  if (rest.length === 0) return [];
  const told = rest.map(({ path, reasons, parts }) => {
    const why = reasons[0] ?? parts.flatMap((part) => part.reasons)[0];
    return `  ${path}: ${why?.text ?? 'nothing that counts'}`;
  });
  return [`No look needed:`, ...told, ''];
}

function score(necessity: number): string {
  return necessity.toFixed(2);
}

function summary(needing: number, comments: number, files: number): string {
  const remarks = comments === 1 ? '1 comment' : `${comments} comments`;
  const of = files === 1 ? '1 changed file needs' : `${files} changed files need`;
  return `${needing} of ${of} a look; ${remarks} with evidence.`;
}
