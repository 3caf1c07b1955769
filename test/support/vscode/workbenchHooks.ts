import { type Workbench, openWorkbench } from './workbench';
import type { WorkbenchOptions } from './workbench/session';

/**
 * Gives the tests of a `describe` one workbench, opened before the first and closed after the last; when a test
 * fails, a picture of it goes to out/screenshots.
 */
export function useWorkbench(options: () => WorkbenchOptions | Promise<WorkbenchOptions>): () => Workbench {
  let workbench: Workbench | undefined;
  before(async () => {
    workbench = await openWorkbench(await options());
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed') {
      await workbench?.screenshot(`failed ${this.currentTest.fullTitle()}`);
    }
  });
  after(async () => {
    await workbench?.close();
  });
  return () => {
    if (!workbench) throw new Error('the workbench is open only while tests run');
    return workbench;
  };
}
