import { execFile } from 'node:child_process';
import { access, cp } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { installBrowser } from '../browserInstallation';
import { type Settings, createProfile } from '../profile';
import { installServer } from '../serverInstallation';
import { launchBrowser, openPage } from '../standIn/browser';
import { type ServerOptions, VSCodeServer, profileArguments } from '../standIn/server';
import { temporaryFolder } from '../temporaryFolder';
import type { VSCodeVersion } from '../versions';
import { workbenchUrl } from '../workbenchUrl';
import { themesBySystem, usualTheme } from './themes';

const run = promisify(execFile);

/** Which workbench to open. */
export interface WorkbenchOptions {
  readonly version: VSCodeVersion;
  /** The extension: a packaged one, which is installed as a user would install it, or the folder of one under development. */
  readonly extension: { readonly vsix: string } | { readonly developmentPath: string };
  /** The folder to open; the workbench works on a copy of it. */
  readonly workspace: string;
  /** A `.code-workspace` file of the folder that is opened in its place. */
  readonly open?: string;
  readonly settings?: Settings;
}

/** What runs for an open workbench. */
export interface WorkbenchSession {
  readonly page: Page;
  /** The copy of the workspace folder. */
  readonly workspace: string;
  readonly close: () => Promise<void>;
}

const settings: Settings = {
  'chat.commandCenter.enabled': false,
  'editor.minimap.enabled': false,
  'window.menuBarVisibility': 'compact',
  ...themesBySystem,
};

/** Starts VS Code's server and shows its workbench in a browser. */
export async function startSession(options: WorkbenchOptions): Promise<WorkbenchSession> {
  const temporary = temporaryFolder('witness-workbench-');
  const running: { server?: VSCodeServer; browser?: Browser } = {};
  const close = async (): Promise<void> => {
    await running.browser?.close();
    await running.server?.stop();
    temporary.remove();
  };
  try {
    const workspace = path.join(temporary.path, path.basename(options.workspace));
    await cp(options.workspace, workspace, { recursive: true });
    running.server = await startServer(options, temporary.path);
    running.browser = await launchBrowser(await installBrowser());
    const page = await openPage(running.browser);
    await page.emulateMedia(usualTheme.system);
    await page.goto(
      workbenchUrl({
        port: await running.server.listening(),
        workspace: path.join(workspace, options.open ?? ''),
        ...underDevelopment(options),
      }),
    );
    await page.locator('.monaco-workbench .statusbar-item').first().waitFor();
    return { page, workspace, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startServer(options: WorkbenchOptions, temporary: string): Promise<VSCodeServer> {
  const server = {
    installation: await installServer(options.version),
    profile: await createProfile(temporary, { ...settings, ...options.settings }),
    serverData: path.join(temporary, 'server-data'),
    testDriver: 'developmentPath' in options.extension,
  };
  if ('vsix' in options.extension) await installExtension(server, options.extension.vsix);
  return new VSCodeServer(server);
}

async function installExtension(server: Omit<ServerOptions, 'env'>, vsix: string): Promise<void> {
  await access(vsix);
  const { node, folder } = server.installation;
  await run(node, ['out/server-main.js', ...profileArguments(server), '--install-extension', vsix], {
    cwd: folder,
  });
}

function underDevelopment({ extension }: WorkbenchOptions): { extensionDevelopmentPaths?: string[] } {
  return 'developmentPath' in extension ? { extensionDevelopmentPaths: [extension.developmentPath] } : {};
}
