import path from 'node:path';
import type { Browser } from 'playwright-core';
import { installBrowser } from '../browserInstallation';
import { type Profile, createProfile } from '../profile';
import { entryFile } from '../repository';
import { installServer } from '../serverInstallation';
import { temporaryFolder } from '../temporaryFolder';
import type { VSCodeVersion } from '../versions';
import { workbenchUrl } from '../workbenchUrl';
import { launchBrowser, openPage } from './browser';
import { type CommandLine, parseCommandLine } from './commandLine';
import { exitCodeOf, exitCodes, follow } from './results';
import { VSCodeServer } from './server';
import { type SuiteChannel, channelEnvironment, suiteChannel } from './suiteChannel';

type Cleanup = () => Promise<void> | void;

/**
 * Does what the VS Code executable would: opens the workbench on the command line's folder and runs its suite in the
 * extension host. Gives the exit code; by then everything it started has ended.
 */
export async function runStandIn(version: VSCodeVersion, args: readonly string[]): Promise<number> {
  const run = new StandInRun(parseCommandLine(args));
  try {
    return await Promise.race([run.interrupted(), run.start(version)]);
  } finally {
    await run.cleanUp();
  }
}

class StandInRun {
  private readonly cleanups: Cleanup[] = [];
  private ending = false;

  constructor(private readonly commandLine: CommandLine) {}

  async start(version: VSCodeVersion): Promise<number> {
    const { path: temporary, remove } = temporaryFolder('witness-vscode-');
    this.atEnd(remove);
    const channel = this.openChannel(temporary);
    const server = new VSCodeServer({
      installation: await installServer(version),
      profile: await this.profile(temporary),
      serverData: path.join(temporary, 'server-data'),
      testDriver: true,
      env: channel === undefined ? {} : channelEnvironment(channel),
    });
    this.atEnd(() => server.stop());
    const browser = launchBrowser(await installBrowser());
    this.atEnd(() => closeBrowser(browser));
    const ended = server.ended.then(() => exitCodes.serverEnded);
    const suite = this.runSuite(await server.listening(), await browser);
    const code = exitCodeOf(await Promise.race([ended, suite]), channel);
    if (code === exitCodes.noVerdict) console.error('The extension host ended before the suite did.');
    return code;
  }

  /** Fulfilled when the process is told to end, or has lost the one that started it. */
  interrupted(): Promise<number> {
    return new Promise((resolve) => {
      const interrupt = (): void => {
        resolve(exitCodes.interrupted);
      };
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
      const parent = process.ppid;
      const watch = setInterval(() => {
        if (process.ppid !== parent) interrupt();
      }, 1_000);
      this.atEnd(() => {
        clearInterval(watch);
      });
    });
  }

  async cleanUp(): Promise<void> {
    this.ending = true;
    for (const cleanup of this.cleanups.reverse()) await cleanup();
  }

  /** Registers how to end what was just started; a run that is ending already starts nothing more. */
  private atEnd(cleanup: Cleanup): void {
    if (this.ending) {
      void cleanup();
      throw new Error('the run is ending');
    }
    this.cleanups.push(cleanup);
  }

  private openChannel(folder: string): SuiteChannel | undefined {
    if (this.commandLine.extensionTestsPath === undefined) return undefined;
    const channel = suiteChannel(this.commandLine.extensionTestsPath, folder);
    this.atEnd(follow(channel.output, process.stdout));
    return channel;
  }

  private async profile(temporary: string): Promise<Profile> {
    const { userDataFolder, extensionsFolder } = this.commandLine;
    if (userDataFolder !== undefined && extensionsFolder !== undefined) {
      return { userData: userDataFolder, extensions: extensionsFolder };
    }
    return createProfile(temporary);
  }

  private async runSuite(port: number, browser: Browser): Promise<number> {
    const page = await openPage(browser);
    const ended = new Promise<number>((resolve, reject) => {
      page.on('crash', () => {
        resolve(exitCodes.pageCrashed);
      });
      page.exposeFunction('codeAutomationExit', resolve).catch(reject);
    });
    // The workbench calls it with its own log mixed into the suite's; the bootstrap hands over the suite's alone.
    await page.exposeFunction('codeAutomationLog', () => undefined);
    await page.goto(
      workbenchUrl({
        ...this.commandLine,
        port,
        extensionTestsPath: this.commandLine.extensionTestsPath && entryFile('extensionHostBootstrap'),
      }),
    );
    return Promise.race([ended, this.timeLimit()]);
  }

  private timeLimit(): Promise<number> {
    const seconds = Number(process.env['WITNESS_SUITE_TIMEOUT'] ?? 900);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        console.error(`The suite has not ended within ${seconds} seconds.`);
        resolve(exitCodes.timeLimit);
      }, seconds * 1_000);
      this.atEnd(() => {
        clearTimeout(timer);
      });
    });
  }
}

async function closeBrowser(browser: Promise<Browser>): Promise<void> {
  // It failed to start: that error has been reported.
  const started = await browser.catch(() => undefined);
  await started?.close();
}
