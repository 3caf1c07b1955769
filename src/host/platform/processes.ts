// Differences between operating systems in starting and ending processes.
import { spawn, type ChildProcess } from 'node:child_process';

/** Options for a child that can later be ended together with everything that it started. */
export function ownGroup(platform: NodeJS.Platform = process.platform): {
  detached: boolean;
  windowsHide: boolean;
} {
  return { detached: platform !== 'win32', windowsHide: true };
}

/**
 * Sends a signal to a child and its descendants, as a terminal does; on Windows, which has none, they are ended. A child
 * that has ended already is left alone.
 */
export function signalTree(
  child: ChildProcess,
  signal: NodeJS.Signals,
  platform: NodeJS.Platform = process.platform,
): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (platform === 'win32') {
    endTree(child, platform);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

/** Ends a child and all of its descendants at once. A child that has ended already is left alone. */
export function endTree(child: ChildProcess, platform: NodeJS.Platform = process.platform): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  if (platform === 'win32') {
    spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'], { stdio: 'ignore', windowsHide: true });
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
