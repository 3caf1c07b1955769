import type { Page } from 'playwright-core';
import { eventually } from '../../eventually';

/** A point of the page, in its pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The left edge of a visible line, where breakpoints and other marks are. */
export interface GutterLine {
  /** Where a click sets a breakpoint. */
  readonly point: Point;
  /** The classes of the marks there, without those that every mark has. */
  readonly marks: readonly string[];
}

/** The text of the `after` decorations of a visible line, from left to right. */
export async function afterText(page: Page, line: number): Promise<string> {
  return (await visibleLine(page, line)).after.map(unquoted).join('');
}

/** Where the gutter of a visible line is and what it shows; lines count from 1. */
export async function gutterLine(page: Page, line: number): Promise<GutterLine> {
  const { point, marks } = await visibleLine(page, line);
  return { point, marks: marks.filter((mark) => mark.startsWith('codicon-')) };
}

/** Everything a line shows, read in one go: VS Code draws lines anew whenever something moves them. */
async function visibleLine(page: Page, line: number): Promise<LineDrawn> {
  const drawn = await eventually(
    () => page.locator('.editor-instance').first().evaluate(readLine, line),
    (found) => found !== undefined,
    5_000,
  ).catch(() => undefined);
  if (!drawn) throw new Error(`line ${line} is not visible`);
  return drawn;
}

interface LineDrawn extends GutterLine {
  /** The CSS `content` of what follows each span. */
  readonly after: readonly string[];
}

/** Runs in the page, so it uses nothing from outside itself. */
function readLine(editor: Element, line: number): LineDrawn | undefined {
  const all = (selector: string): Element[] => [...editor.querySelectorAll(selector)];
  const number = all('.margin-view-overlays .line-numbers').find(
    ({ textContent }) => textContent === String(line),
  );
  const margin = editor.querySelector('.margin');
  if (!number || !margin) return undefined;
  const { top, height } = number.getBoundingClientRect();
  const y = top + height / 2;
  const isOnLine = (element: Element): boolean => {
    const box = element.getBoundingClientRect();
    return box.top <= y && y < box.bottom;
  };
  const spans = all('.view-line').find(isOnLine)?.querySelectorAll('span') ?? [];
  return {
    point: { x: margin.getBoundingClientRect().x + 10, y },
    marks: all('.glyph-margin-widgets > *')
      .filter(isOnLine)
      .flatMap(({ classList }) => [...classList]),
    after: [...spans].map((span) => getComputedStyle(span, '::after').content),
  };
}

/** The line that is highlighted as the one execution stopped in. */
export async function stoppedLine(page: Page): Promise<number | undefined> {
  return page
    .locator('.editor-instance')
    .first()
    .evaluate((editor) => {
      const mark = editor
        .querySelector('.view-overlays .debug-top-stack-frame-line')
        ?.getBoundingClientRect();
      if (!mark) return undefined;
      const number = [...editor.querySelectorAll('.margin-view-overlays .line-numbers')].find(
        (candidate) => Math.abs(candidate.getBoundingClientRect().top - mark.top) < 4,
      );
      return number ? Number(number.textContent) : undefined;
    });
}

/** The middle of the first visible occurrence of a text in the editor. */
export async function textPosition(page: Page, text: string): Promise<Point> {
  const point = await page
    .locator('.editor-instance .view-lines')
    .first()
    .evaluate((lines, wanted) => {
      for (const line of lines.querySelectorAll('.view-line')) {
        const nodes = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
          const start = (node.textContent ?? '').replaceAll('\u00a0', ' ').indexOf(wanted);
          if (start < 0) continue;
          const range = document.createRange();
          range.setStart(node, start);
          range.setEnd(node, start + wanted.length);
          const box = range.getBoundingClientRect();
          return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        }
      }
      return undefined;
    }, text);
  if (!point) throw new Error(`'${text}' is not visible`);
  return point;
}

/** The text of a CSS `content` value; `none` and `normal` have none. */
function unquoted(content: string): string {
  if (!content.startsWith('"')) return '';
  return content.slice(1, -1).replaceAll(/\\(.)/g, '$1').replaceAll('\u00a0', ' ');
}
