// Sessions of other debuggers for Python and JavaScript: which they are, and why each has stopped.
import * as vscode from 'vscode';

/** Debug types of the Python and JavaScript debuggers, of today and of before. */
const liveTypes = [
  ...['debugpy', 'python'],
  ...['node', 'pwa-node', 'node-terminal', 'chrome', 'pwa-chrome', 'msedge', 'pwa-msedge'],
  ...['extensionHost', 'pwa-extensionHost'],
];

/** What a debugger says when a program stops. */
export interface StopEvent {
  readonly reason: string;
  readonly description?: string;
  readonly text?: string;
  readonly threadId?: number;
}

interface AdapterMessage {
  readonly type?: string;
  readonly event?: string;
  readonly body?: StopEvent;
}

/** Whether a session is one of a debugger that Witness explains. */
export function isLive(session: vscode.DebugSession | undefined): session is vscode.DebugSession {
  return session !== undefined && liveTypes.includes(session.type);
}

/** Listens to the sessions that begin while Witness is active; nothing is sent to them. */
export class LiveSessions implements vscode.Disposable {
  private readonly stops = new Map<string, StopEvent>();
  private readonly registered: vscode.Disposable;

  constructor() {
    this.registered = vscode.Disposable.from(
      ...liveTypes.map((type) =>
        vscode.debug.registerDebugAdapterTrackerFactory(type, {
          createDebugAdapterTracker: (session) => ({
            onDidSendMessage: (message: AdapterMessage) => {
              this.hear(session, message);
            },
          }),
        }),
      ),
      vscode.debug.onDidTerminateDebugSession(({ id }) => {
        this.stops.delete(id);
      }),
    );
  }

  /** Why a session has stopped; undefined where it has not, or nobody listened yet. */
  stopOf({ id }: vscode.DebugSession): StopEvent | undefined {
    return this.stops.get(id);
  }

  dispose(): void {
    this.registered.dispose();
  }

  private hear({ id }: vscode.DebugSession, { type, event, body }: AdapterMessage): void {
    if (type !== 'event') return;
    if (event === 'stopped' && body !== undefined) this.stops.set(id, body);
    if (event === 'continued') this.stops.delete(id);
  }
}
