// Debugs one test at a time.
import * as vscode from 'vscode';
import type { DebugProgress } from '../../core/debugging/debugProgress';
import { EngineFailure } from '../../host/engine/engineFailure';
import type { DebugAnswer, DebugParams } from '../../protocol/debugging';
import type { ModelChoice } from '../../protocol/model';
import type { Confinement } from '../confinement';
import { setContextKey } from '../contextKeys';
import type { Engine } from '../engine';
import { costText } from '../model/modelText';
import { chosenInterpreter } from '../python/interpreter';
import { isTraceable } from '../tracing/traceTarget';
import { advanced, finished, newSession, type SaidToBeRight, type TestOutcome } from './debugSession';
import type { DebugStore } from './debugStore';
import { progressText, testTitle } from './debugText';
import type { DebugTarget } from './debugTarget';

/** Time for one test, and changed programs tried at most. */
const limits = { limitMs: 5000, candidates: 3000 };

export interface DebugRunParts {
  readonly engine: Engine;
  readonly store: DebugStore;
  readonly log: vscode.LogOutputChannel;
  readonly confinement: Confinement;
  readonly showRunning: (what: string | undefined) => void;
  readonly chosenModel: () => Promise<ModelChoice | undefined>;
}

export class DebugRun implements vscode.Disposable {
  private current: AbortController | undefined;

  constructor(private readonly parts: DebugRunParts) {}

  /**
   * Debugs a test, from reproducing it to a fix; a session that is still going on is cancelled.
   * @param said What is right, in `file`. Without a file the one that the failing test points at is debugged.
   * @throws EngineFailure
   */
  async start(target: DebugTarget, said: SaidToBeRight = {}, file = target.described?.file): Promise<void> {
    const { store, log } = this.parts;
    const texts = textsOfEditors();
    const title = testTitle(target.test);
    await this.only(vscode.l10n.t('Debugging {0}', title), async (mine, show) => {
      store.begin(newSession(target.test, said, target.described?.claimed), texts);
      const model = await this.parts.chosenModel();
      const asked = {
        texts,
        ...said,
        ...(file !== undefined && { file }),
        ...(model !== undefined && { model }),
      };
      const answer = await this.ask(target, asked, mine, (progress) => {
        if (store.current !== undefined) store.show(advanced(store.current, progress));
        show(vscode.l10n.t('Debugging {0}: {1}', title, progressText(progress)));
      });
      log.info(
        `debugged ${target.test}: ${answer.tried} changes tried in ${answer.ms} ms, ${answer.isolation}`,
      );
      if (answer.modelCost !== undefined) log.info(costText(answer.modelCost));
      if (this.current === mine && store.current !== undefined) store.show(finished(store.current, answer));
    });
  }

  /** Runs the tests of the session that is on show again, as the program stands in the editor. @throws EngineFailure */
  async recheck(target: DebugTarget): Promise<void> {
    const { store } = this.parts;
    const session = store.current;
    if (session?.file === undefined) return;
    const { file } = session;
    const { recheck: before, ...rest } = session;
    await this.only(vscode.l10n.t('Running {0} again', testTitle(target.test)), async (mine) => {
      store.show({ ...rest, recheck: 'running' });
      let outcome: TestOutcome | undefined;
      try {
        await this.ask(target, { texts: textsOfEditors(), file }, mine, (progress) => {
          if (progress.stage !== 'reproduced') return;
          // Whether they pass is all that is asked.
          outcome = progress;
          mine.abort();
        });
      } catch (error) {
        if (outcome === undefined) throw error;
      } finally {
        const known = outcome ?? before;
        if (this.current === mine) store.show(known === undefined ? rest : { ...rest, recheck: known });
      }
    });
  }

  cancel(): void {
    this.current?.abort();
  }

  dispose(): void {
    this.cancel();
  }

  /** One thing at a time; what is known when it is cancelled or fails is kept. */
  private async only(
    what: string,
    run: (mine: AbortController, show: (what: string) => void) => Promise<void>,
  ): Promise<void> {
    const { showRunning, store } = this.parts;
    this.cancel();
    const mine = new AbortController();
    this.current = mine;
    showRunning(what);
    setContextKey('witness.isDebugging', true);
    try {
      await run(mine, showRunning);
    } catch (error) {
      const isCancelled = error instanceof EngineFailure && error.kind === 'cancelled';
      if (this.current === mine && store.current?.status === 'running') {
        store.show({ ...store.current, status: isCancelled ? 'cancelled' : 'failed' });
      }
      if (!isCancelled) throw error;
    } finally {
      if (this.current === mine) {
        this.current = undefined;
        showRunning(undefined);
        setContextKey('witness.isDebugging', false);
      }
    }
  }

  private async ask(
    { document, test, cwd, described }: DebugTarget,
    program: Pick<DebugParams, 'file' | 'texts' | 'model' | 'stated' | 'passing'>,
    mine: AbortController,
    onProgress: (progress: DebugProgress) => void,
  ): Promise<DebugAnswer> {
    const { engine, confinement } = this.parts;
    const chosen = isPython(document) ? await chosenInterpreter(document) : undefined;
    const interpreter = chosen === undefined ? {} : { interpreter: chosen.path };
    const tests = described === undefined ? { test } : { claimed: described.claimed, words: test };
    return confinement.run((isolation) =>
      engine.request(
        'debug',
        { ...program, ...limits, ...interpreter, tests, cwd, isolation },
        {
          signal: mine.signal,
          onProgress: (progress) => {
            if (this.current === mine && !mine.signal.aborted) onProgress(progress);
          },
        },
      ),
    );
  }
}

function textsOfEditors(): Readonly<Record<string, string>> {
  const documents = vscode.workspace.textDocuments.filter(isTraceable);
  return Object.fromEntries(documents.map((document) => [document.fileName, document.getText()]));
}

function isPython({ languageId }: vscode.TextDocument): boolean {
  return languageId === 'python';
}
