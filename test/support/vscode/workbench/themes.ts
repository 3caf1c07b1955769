import type { Page } from 'playwright-core';
import { eventually } from '../../eventually';
import type { Settings } from '../profile';

/** A theme of VS Code that a workbench follows the system to. */
export interface Theme {
  readonly name: string;
  /** What the system says of colours. */
  readonly system: { readonly colorScheme: 'dark' | 'light'; readonly forcedColors: 'active' | 'none' };
  /** The class that the theme gives the workbench, and the one that it gives the page inside of a webview. */
  readonly classes: { readonly workbench: string; readonly webview: string };
}

/** The theme in which a workbench opens. */
export const usualTheme: Theme = {
  name: 'Default Dark Modern',
  system: { colorScheme: 'dark', forcedColors: 'none' },
  classes: { workbench: 'vs-dark', webview: 'vscode-dark' },
};

/** A theme of each kind, the usual one first. */
export const themes: readonly Theme[] = [
  usualTheme,
  {
    name: 'Default Light Modern',
    system: { colorScheme: 'light', forcedColors: 'none' },
    classes: { workbench: 'vs', webview: 'vscode-light' },
  },
  {
    name: 'Default High Contrast',
    system: { colorScheme: 'dark', forcedColors: 'active' },
    classes: { workbench: 'hc-black', webview: 'vscode-high-contrast' },
  },
];

/** With these, VS Code changes its theme with the system, at once, and leaves everything open. */
export const themesBySystem: Settings = {
  'window.autoDetectColorScheme': true,
  'window.autoDetectHighContrast': true,
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
  'workbench.preferredLightColorTheme': 'Default Light Modern',
  'workbench.preferredHighContrastColorTheme': 'Default High Contrast',
};

/** Has the system change its colours, and waits until the workbench and its webviews have followed. */
export async function showTheme(page: Page, { system, classes }: Theme): Promise<void> {
  await page.emulateMedia(system);
  await page.locator(`.monaco-workbench.${classes.workbench}`).waitFor();
  await eventually(
    () => webviewClasses(page),
    (shown) => shown.every((names) => names.includes(classes.webview)),
  );
}

/** The theme classes of each webview. */
async function webviewClasses(page: Page): Promise<string[][]> {
  const frames = page.frames().filter((frame) => frame.name() === 'active-frame');
  return Promise.all(frames.map((frame) => frame.evaluate(() => [...document.body.classList])));
}
