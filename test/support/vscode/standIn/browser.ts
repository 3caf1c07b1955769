import { type Browser, type Page, chromium } from 'playwright-core';
import type { BrowserInstallation } from '../browserInstallation';
import { verbose } from './verbose';

const browserArguments = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
  // The workbench is all it may reach.
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1',
];

const launchAttempts = 3;

/** Starts a browser without a window; its caller closes it, also on signals. */
export async function launchBrowser(installation: BrowserInstallation): Promise<Browser> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launch(installation);
    } catch (error) {
      // On a busy machine Chromium now and then crashes before it is up.
      if (attempt === launchAttempts) throw error;
      console.error('The browser did not start; trying again.');
    }
  }
}

function launch(installation: BrowserInstallation): Promise<Browser> {
  return chromium.launch({
    executablePath: installation.executable,
    env: { ...process.env, ...installation.env },
    headless: true,
    chromiumSandbox: false,
    args: browserArguments,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/** Opens an empty page of a size at which the workbench shows everything. */
export async function openPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const page = await context.newPage();
  page.on('console', (message) => {
    verbose(`[browser ${message.type()}] ${message.text()}\n`);
  });
  page.on('pageerror', (error) => {
    verbose(`[browser error] ${error.message}\n`);
  });
  return page;
}
