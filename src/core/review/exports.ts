// Reviews for other tools: Markdown, and the body of a pull-request review of GitHub.
import { lookThreshold, type ReviewComment, type ReviewReport } from './reviewReport';

/** As the REST API takes it: POST /repos/{owner}/{repo}/pulls/{number}/reviews (docs.github.com/rest/pulls/reviews). */
export interface GitHubReview {
  readonly event: 'COMMENT';
  readonly body: string;
  readonly comments: readonly {
    readonly path: string;
    /** The last line, 1-based. */
    readonly line: number;
    readonly start_line?: number;
    readonly side: 'RIGHT';
    readonly body: string;
  }[];
}

/** @param isInDiff Whether a 0-based line of a new version stands in the change: GitHub refuses comments on others. */
export function gitHubReview(
  report: ReviewReport,
  isInDiff: (file: string, line: number) => boolean,
): GitHubReview {
  const told = report.comments.filter(({ level }) => level !== 'claimed');
  const placed = told.flatMap((comment) => {
    const lines = numbers(comment).filter((line) => isInDiff(comment.file, line));
    const first = lines[0];
    const last = lines.at(-1);
    if (first === undefined || last === undefined) return [];
    const span = first === last ? {} : { start_line: first + 1 };
    return [{ path: comment.file, line: last + 1, ...span, side: 'RIGHT', body: bodyOf(comment) } as const];
  });
  return { event: 'COMMENT', body: markdown(report), comments: placed };
}

/** What needs a look, and the comments. */
export function markdown({ files, comments, notes }: ReviewReport): string {
  const needing = files.filter(({ necessity }) => necessity >= lookThreshold);
  const looks = needing.flatMap(({ path, parts, reasons }) => {
    const told = parts.filter(({ necessity }) => necessity >= lookThreshold);
    if (told.length === 0) return [`- \`${path}\`: ${reasons.map(({ text }) => text).join('; ')}`];
    return told.map((part) => `- \`${path}\`, \`${part.path}\`: ${part.reasons[0]?.text ?? ''}`);
  });
  const claims = comments.filter(({ level }) => level === 'claimed');
  const told = comments.filter(({ level }) => level !== 'claimed');
  return [
    `**${needing.length} of ${files.length} changed files need a look.**`,
    ...looks,
    ...told.map(placedBody),
    ...(claims.length === 0
      ? []
      : [
          `\n<details><summary>Claimed, not checked (${claims.length})</summary>\n`,
          ...claims.map(placedBody),
          '\n</details>',
        ]),
    ...notes.map((note) => `\n_${note}_`),
  ].join('\n');
}

function placedBody(comment: ReviewComment): string {
  return `\n\`${comment.file}:${comment.lines.start + 1}\` ${bodyOf(comment)}`;
}

function bodyOf({ kind, title, message, level, remark }: ReviewComment): string {
  const own = (text: string): string => (kind === 'model' ? escaped(text) : text);
  return [
    `**${own(title)}** (${level})`,
    own(message),
    ...(remark === undefined ? [] : [`The model: ${escaped(remark)}`]),
  ].join('\n\n');
}

/** What a model writes is text: no link, no picture, no tag, nobody's name. */
function escaped(text: string): string {
  return text.replaceAll(
    /[\\`*_{}[\]()<>#+!|~@-]/g,
    (sign) => ({ '@': '@\u200b', '<': '&lt;', '>': '&gt;' })[sign] ?? `\\${sign}`,
  );
}

function numbers({ lines: { start, end } }: ReviewComment): number[] {
  return Array.from({ length: end - start }, (_, i) => start + i);
}
