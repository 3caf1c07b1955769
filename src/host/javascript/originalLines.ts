// The compiler prints programs anew. Here its tokens go back to the lines from which they came, so that lines in stack
// traces, and whatever else looks at lines, are the user's own without a source map.
import type { SourceMapMappings } from '@jridgewell/sourcemap-codec';
import type * as TypeScript from 'typescript';
import { longestAscent } from './longestAscent';

export interface PrintedProgram {
  readonly original: string;
  readonly output: string;
  readonly mappings: SourceMapMappings;
  /** A comment that is kept on its lines; the compiler takes comments out. */
  readonly keep: string;
}

interface Token {
  readonly text: string;
  readonly isSpaced: boolean;
  /** 0-based line that it came from; undefined for what the compiler has made up. */
  readonly line: number | undefined;
  /** Nothing may break the line before it. */
  readonly clings: boolean;
}

/**
 * The output with its line breaks elsewhere. Tokens that the compiler has moved up or down, such as decorators, stay with
 * their neighbours: those tokens keep their lines of which most can.
 */
export function onOriginalLines(
  ts: typeof TypeScript,
  { original, output, mappings, keep }: PrintedProgram,
): string {
  const kept = new Set<number>();
  original.split('\n').forEach((text, line) => {
    if (text.includes(keep)) kept.add(line);
  });
  const tokens = tokensOf(ts, output, mappings);
  const anchors = longestAscent(tokens.map((token) => token.line));
  const hashbang = /^#!.*/.exec(output)?.[0] ?? '';
  const pieces: string[] = [hashbang, hashbang === '' && kept.has(0) ? keep : ''];
  let line = 0;
  tokens.forEach((token, index) => {
    const wanted = anchors.has(index) && !token.clings ? (token.line ?? 0) : line;
    if (wanted > line) {
      pieces.push('\n'.repeat(wanted - line));
      line = wanted;
      if (kept.has(line)) pieces.push(keep);
    } else if (token.isSpaced) pieces.push(' ');
    pieces.push(token.text);
    line += token.text.split('\n').length - 1;
  });
  return pieces.join('');
}

function tokensOf(ts: typeof TypeScript, output: string, mappings: SourceMapMappings): Token[] {
  const file = ts.createSourceFile('output.js', output, ts.ScriptTarget.ESNext, true, ts.ScriptKind.JS);
  const { SyntaxKind } = ts;
  const holdsOn = new Set<number>([
    SyntaxKind.ReturnKeyword,
    SyntaxKind.ThrowKeyword,
    SyntaxKind.YieldKeyword,
    SyntaxKind.BreakKeyword,
    SyntaxKind.ContinueKeyword,
    SyntaxKind.AsyncKeyword,
  ]);
  const holdsBack = new Set<number>([
    SyntaxKind.EqualsGreaterThanToken,
    SyntaxKind.PlusPlusToken,
    SyntaxKind.MinusMinusToken,
  ]);
  const tokens: Token[] = [];
  let before: TypeScript.Node | undefined;
  const visit = (node: TypeScript.Node): void => {
    const children = node.getChildren(file);
    if (children.length > 0) {
      children.forEach(visit);
      return;
    }
    const start = node.getStart(file);
    if (start >= node.end) return;
    tokens.push({
      text: output.slice(start, node.end),
      isSpaced: before !== undefined && before.end < start,
      line: originalLine(file.getLineAndCharacterOfPosition(start), mappings),
      clings: (before !== undefined && holdsOn.has(before.kind)) || holdsBack.has(node.kind),
    });
    before = node;
  };
  visit(file);
  return tokens;
}

/** That of the last segment of the printed line which starts no later. */
function originalLine(
  { line, character }: TypeScript.LineAndCharacter,
  mappings: SourceMapMappings,
): number | undefined {
  const segment = mappings[line]?.findLast(([column]) => column <= character);
  return segment?.[2];
}
