// What a debugger says about the frame in which its program has stopped.
import * as vscode from 'vscode';
import { isLive, type LiveSessions, type StopEvent } from './liveSessions';

/** Frames of the stack, and variables of the frame, that are asked for. */
const mostFrames = 20;
const mostVariables = 100;

export interface LiveFrame {
  readonly id: number;
  readonly name: string;
  /** Absent for code that has no file. */
  readonly file?: string;
  /** 0-based. */
  readonly line: number;
}

export interface LiveVariable {
  readonly name: string;
  readonly text: string;
}

export interface CurrentStop {
  readonly frame: LiveFrame;
  /** The frames that called it, innermost first. */
  readonly callers: readonly LiveFrame[];
  /** Of the frame's own scopes: not of what is costly to read, such as globals. */
  readonly variables: readonly LiveVariable[];
  /** Absent where the session began before Witness listened. */
  readonly event?: StopEvent;
  /** Of a stop at an exception. */
  readonly exception?: string;
}

interface RawFrame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly source?: { readonly path?: string };
}

/** The stop that is selected in the editor; undefined where no Python or JavaScript debugger has stopped. */
export async function currentStop(
  sessions: LiveSessions,
  token: vscode.CancellationToken,
): Promise<CurrentStop | undefined> {
  const item = vscode.debug.activeStackItem;
  if (item === undefined || !isLive(item.session)) return undefined;
  const { session, threadId } = item;
  const { stackFrames } = await ask<{ stackFrames: RawFrame[] }>(session, 'stackTrace', {
    threadId,
    startFrame: 0,
    levels: mostFrames,
  });
  const selected = item instanceof vscode.DebugStackFrame ? item.frameId : stackFrames[0]?.id;
  const at = stackFrames.findIndex(({ id }) => id === selected);
  const frames = stackFrames.slice(Math.max(0, at)).map(liveFrame);
  const [frame, ...callers] = frames;
  if (frame === undefined || token.isCancellationRequested) return undefined;
  const event = sessions.stopOf(session);
  const exception = event?.reason === 'exception' ? await exceptionOf(session, threadId) : undefined;
  return {
    frame,
    callers,
    variables: await variablesOf(session, frame.id),
    ...(event !== undefined && { event }),
    ...(exception !== undefined && { exception }),
  };
}

function liveFrame({ id, name, line, source }: RawFrame): LiveFrame {
  return { id, name, line: line - 1, ...(source?.path !== undefined && { file: fileOf(source.path) }) };
}

/** Between an adapter and VS Code, paths may be written as addresses. */
function fileOf(place: string): string {
  return /^[a-z][\w+.-]+:/i.test(place) ? vscode.Uri.parse(place).fsPath : place;
}

async function variablesOf(session: vscode.DebugSession, frameId: number): Promise<LiveVariable[]> {
  const { scopes } = await ask<{
    scopes: { expensive?: boolean; name: string; variablesReference: number }[];
  }>(session, 'scopes', { frameId });
  const found = new Map<string, string>();
  for (const { expensive, name: scope, variablesReference } of scopes) {
    if (expensive === true || /^globals?$/i.test(scope)) continue;
    const { variables } = await ask<{ variables: { name: string; value: string }[] }>(session, 'variables', {
      variablesReference,
    });
    for (const { name, value } of variables) {
      if (!found.has(name) && found.size < mostVariables) found.set(name, value);
    }
  }
  return [...found].map(([name, text]) => ({ name, text }));
}

/** Not every debugger can tell. */
async function exceptionOf(session: vscode.DebugSession, threadId: number): Promise<string | undefined> {
  try {
    const { exceptionId, description } = await ask<{ exceptionId: string; description?: string }>(
      session,
      'exceptionInfo',
      { threadId },
    );
    if (description === undefined || description === '') return exceptionId;
    return description.startsWith(exceptionId) ? description : `${exceptionId}: ${description}`;
  } catch {
    return undefined;
  }
}

async function ask<T>(session: vscode.DebugSession, request: string, args: object): Promise<T> {
  return (await session.customRequest(request, args)) as T;
}
