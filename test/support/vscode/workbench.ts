import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../eventually';
import { repositoryRoot } from './repository';
import { type GutterLine, afterText, gutterLine, stoppedLine, textPosition } from './workbench/editorLines';
import { type WorkbenchOptions, type WorkbenchSession, startSession } from './workbench/session';
import { showTheme, themes, usualTheme } from './workbench/themes';

const breakpointMark = 'codicon-debug-breakpoint';

/** Opens a workbench with an extension in it; whoever opens it closes it. */
export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  return new Workbench(await startSession(options));
}

/**
 * What a person does and sees in VS Code. Actions wait until they have happened; what is read is read at once, so
 * tests wait for it with eventually().
 */
export class Workbench {
  /** The page, for what there is no verb for. */
  readonly page: Page;
  /** The folder that is open: a copy, free to be changed. */
  readonly workspace: string;

  constructor(private readonly session: WorkbenchSession) {
    this.page = session.page;
    this.workspace = session.workspace;
  }

  /** Opens a file of the workspace, named by its path in it. */
  async openFile(file: string): Promise<void> {
    await this.choose('Control+P', path.join(this.workspace, file), path.basename(file));
    await this.page.locator('.tab.active', { hasText: path.basename(file) }).waitFor();
    await this.page.locator('.editor-instance .monaco-editor.focused .view-line').first().waitFor();
  }

  /** Runs a command by its full title in the command palette, such as `View: Toggle Output`. */
  async runCommand(title: string): Promise<void> {
    await this.choose('F1', `>${title}`, title);
  }

  /** Puts the cursor of the active editor at a position; lines and columns count from 1. */
  async goTo(line: number, column = 1): Promise<void> {
    const box = this.page.locator('.quick-input-widget');
    const isThere = `Ln ${line}, Col ${column}`;
    await this.page.keyboard.press('Control+g');
    await box.locator('input').first().fill(`:${line}:${column}`);
    // Enter does nothing before VS Code has read the line, and the box keeps the keys until it has gone.
    await box.getByText(`line ${line} `).first().waitFor();
    await this.page.keyboard.press('Enter');
    await box.waitFor({ state: 'hidden' });
    await this.statusBarUntil((text) => text.includes(isThere));
  }

  /** Presses one of the extension's chords: its prefix, and then a key; again while a new window does not know it yet. */
  async chord(key: string): Promise<void> {
    const waits = 'Waiting for second key of chord';
    const press = async (): Promise<string[]> => {
      await this.page.keyboard.press('Control+Alt+w');
      await this.statusBarUntil((text) => text.includes(waits));
      await this.page.keyboard.press(key);
      return this.statusBarUntil((text) => !text.includes(waits));
    };
    await eventually(press, (texts) => !texts.some((text) => text.includes('is not a command')));
  }

  /** Waits for a CodeLens that contains a text, and gives its whole text. */
  async codeLens(text: string): Promise<string> {
    // VS Code draws lenses more than once; in between they are empty.
    return eventually(
      async () => plain(await this.lens(text).innerText()),
      (shown) => shown.includes(text),
    );
  }

  /** Clicks the CodeLens that contains a text. */
  async clickCodeLens(text: string): Promise<void> {
    await this.lens(text).click();
  }

  /** The text that `after` decorations show at the end of a visible line; lines count from 1. */
  async inlineText(line: number): Promise<string> {
    return afterText(this.page, line);
  }

  /** The texts of the status bar. */
  async statusBar(): Promise<string[]> {
    return this.texts('.statusbar-item:visible');
  }

  /** The texts of the rows in the views of the side bar, once one of them fits. */
  async rows(pattern: RegExp, limitMs?: number): Promise<string[]> {
    const texts = async (): Promise<string[]> => (await this.row().allInnerTexts()).map(plain);
    return eventually(texts, (rows) => rows.some((row) => pattern.test(row)), limitMs);
  }

  /** Rows in the views of the side bar, all or those with a text. */
  row(hasText?: string | RegExp): Locator {
    return this.page.locator('.pane-body .monaco-list-row', hasText === undefined ? {} : { hasText });
  }

  /** The texts of the notifications that show, or wait in the notification centre where toasts are off. */
  async notifications(): Promise<string[]> {
    const messages = '.notification-list-item-message:visible';
    const centre = this.page.locator('.notifications-center:visible');
    if ((await this.page.locator(messages).count()) === 0 && (await centre.count()) === 0) {
      await this.page.locator('[id="status.notifications"]').click();
    }
    return this.texts(messages);
  }

  /** The gutter of a visible line; lines count from 1. */
  async gutterLine(line: number): Promise<GutterLine> {
    return gutterLine(this.page, line);
  }

  /** Clicks into the gutter until there is a breakpoint: before VS Code knows the extension's languages, clicks are lost. */
  async setBreakpoint(line: number): Promise<void> {
    const isSet = async (): Promise<boolean> => (await this.gutterLine(line)).marks.includes(breakpointMark);
    for (let attempt = 0; attempt < 10 && !(await isSet()); attempt++) {
      const { point } = await this.gutterLine(line);
      await this.page.mouse.click(point.x, point.y);
      await eventually(isSet, Boolean, 1_000).catch(() => undefined);
    }
    if (!(await isSet())) throw new Error(`no breakpoint appears on line ${line}`);
  }

  /** Sets a breakpoint with a condition on a line of the active editor; lines count from 1. */
  async setConditionalBreakpoint(line: number, condition: string): Promise<void> {
    const input = this.page.locator('.breakpoint-widget .monaco-editor.focused');
    await this.goTo(line);
    await this.runCommand('Debug: Add Conditional Breakpoint...');
    await input.first().waitFor();
    await this.page.keyboard.type(condition);
    await this.page.keyboard.press('Enter');
    await eventually(
      async () => (await this.gutterLine(line)).marks,
      (marks) => marks.includes(`${breakpointMark}-conditional`),
    );
  }

  /** Holds the mouse over a visible text of the editor, and gives what the hover says. */
  async hover(text: string): Promise<string> {
    const hover = this.openHover();
    const { x, y } = await textPosition(this.page, text);
    // Now and then VS Code misses the mouse coming to rest.
    for (let attempt = 0; attempt < 3; attempt++) {
      await this.page.mouse.move(x, y + 200);
      await this.page.mouse.move(x, y, { steps: 5 });
      const shown = await hover.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
      if (shown) break;
    }
    return eventually(
      async () => plain(await hover.innerText()),
      (shown) => !/^(Loading\.*)?$/.test(shown),
    );
  }

  /** The line a debug session has stopped in. */
  async stoppedLine(): Promise<number | undefined> {
    return stoppedLine(this.page);
  }

  /** Clicks a button of the debug toolbar, such as `step-back` or `continue`. */
  async clickDebugToolbar(icon: string): Promise<void> {
    await this.page.locator(`.debug-toolbar .codicon-debug-${icon}`).click();
  }

  /** Takes a picture into out/screenshots, and gives its path. */
  async screenshot(name: string, mouse: 'taken away' | 'left' = 'taken away'): Promise<string> {
    const file = path.join(repositoryRoot, 'out/screenshots', `${name.replaceAll(/[^\w.-]+/g, '-')}.png`);
    await mkdir(path.dirname(file), { recursive: true });
    // What the mouse rests on shows a tooltip.
    if (mouse === 'taken away') await this.page.mouse.move(200, 5);
    // Nothing is half faded in.
    await this.page.screenshot({ path: file, animations: 'disabled' });
    return file;
  }

  /** Takes a picture in a theme of each kind, `<name>-<theme>`; what is open stays open, and the theme ends as it was. */
  async screenshotInThemes(name: string): Promise<void> {
    for (const theme of themes) {
      await showTheme(this.page, theme);
      await this.screenshot(`${name}-${theme.name}`);
    }
    await showTheme(this.page, usualTheme);
  }

  /** The same with the mouse on a text. What code a hover shows keeps the colours of its theme, so it is opened in each. */
  async screenshotOfHoverInThemes(name: string, text: string): Promise<void> {
    for (const theme of themes) {
      await this.endHover();
      await showTheme(this.page, theme);
      await this.hover(text);
      await this.screenshot(`${name}-${theme.name}`, 'left');
    }
    await this.endHover();
    await showTheme(this.page, usualTheme);
  }

  /** Ends everything that runs for the workbench and removes its files. */
  async close(): Promise<void> {
    await this.session.close();
  }

  private openHover(): Locator {
    return this.page.locator('.monaco-hover:visible, .debug-hover-widget:visible').first();
  }

  private async endHover(): Promise<void> {
    await this.page.mouse.move(200, 5);
    await this.openHover().waitFor({ state: 'hidden' });
  }

  /** Picks from a list that VS Code makes when it opens: what the workbench does not know yet, it shows the next time. */
  private async choose(key: string, query: string, label: string): Promise<void> {
    const name = this.page.locator('.label-name', { hasText: new RegExp(`^\\s*${escaped(label)}\\s*$`) });
    const entry = this.page.locator('.quick-input-list .monaco-list-row').filter({ has: name }).first();
    const pick = async (): Promise<boolean> => {
      await this.page.keyboard.press(key);
      await this.page.locator('.quick-input-widget:visible input').first().fill(query);
      try {
        await entry.click({ timeout: 2_000 });
        return true;
      } catch {
        await this.page.keyboard.press('Escape');
        return false;
      }
    };
    await eventually(pick, Boolean).catch(() => {
      throw new Error(`VS Code does not offer '${label}'`);
    });
  }

  private async statusBarUntil(accept: (text: string) => boolean): Promise<string[]> {
    return eventually(
      () => this.statusBar(),
      (texts) => accept(texts.join(' | ')),
    );
  }

  private lens(text: string): Locator {
    return this.page.locator('.codelens-decoration a', { hasText: text }).first();
  }

  private async texts(selector: string): Promise<string[]> {
    const texts = await this.page.locator(selector).allInnerTexts();
    return texts.map(plain).filter((text) => text !== '');
  }
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
