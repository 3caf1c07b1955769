// How code that nobody has vouched for is confined, and what people are asked where this system cannot confine it.
import * as vscode from 'vscode';
import { EngineFailure } from '../host/engine/engineFailure';
import type { Dialogs } from './dialogs';

/** `limited` stops accidents, not attacks. */
export type Isolation = 'isolated' | 'limited';

const isolationKey = 'isolation';

export class Confinement {
  constructor(
    private readonly dialogs: Dialogs,
    private readonly memory: vscode.Memento,
  ) {}

  /**
   * Asks for something to be run; where the code cannot be confined, people are asked once for each workspace, and it is
   * asked for again.
   * @throws EngineFailure
   */
  async run<T>(request: (isolation: Isolation) => Promise<T>): Promise<T> {
    const isolation = this.memory.get<Isolation>(isolationKey, 'isolated');
    try {
      return await request(isolation);
    } catch (error) {
      if (!isNotConfined(error) || isolation === 'limited' || !(await this.mayBeLimited())) throw error;
      return await request('limited');
    }
  }

  private async mayBeLimited(): Promise<boolean> {
    const allow = vscode.l10n.t('Run with Limits Only');
    const chosen = await this.dialogs.warn(
      vscode.l10n.t(
        'This system offers no isolation for code that nobody has vouched for. With limits only, accidents are stopped (time, memory, processes, most writing of files), attacks are not: the code could read your files and use the network. This is remembered for the workspace.',
      ),
      allow,
    );
    if (chosen !== allow) return false;
    await this.memory.update(isolationKey, 'limited');
    return true;
  }
}

function isNotConfined(error: unknown): boolean {
  return error instanceof EngineFailure && error.message.includes('level "isolated"');
}
