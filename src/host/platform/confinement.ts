// How each operating system confines a process from outside.
import type { Isolation } from '../sandbox/sandboxProcess';

export interface Confinement {
  /** The command that starts another one confined. */
  command(plain: readonly [string, ...string[]]): [string, ...string[]];
  /** Whether the started process need not confine itself. Linux has no such command: it uses namespaces itself. */
  readonly confinedAlready: boolean;
}

/** @param readable Paths that the confined process may read, besides system and interpreter. */
export function confinementFor(
  level: Isolation,
  readable: { readonly visible: readonly string[] },
  platform: NodeJS.Platform = process.platform,
): Confinement {
  if (platform !== 'darwin' || level === 'limited') {
    return { command: (plain) => [...plain], confinedAlready: false };
  }
  const profile = seatbelt(readable.visible);
  return { command: (plain) => ['sandbox-exec', '-p', profile, ...plain], confinedAlready: true };
}

/** A profile of macOS' sandbox: no network, nothing written but in the system's folder for temporary files, the user's
 * home readable only where it is named. */
function seatbelt(visible: readonly string[]): string {
  const paths = visible.map((folder) => `(subpath ${JSON.stringify(folder)})`).join(' ');
  return [
    '(version 1)',
    '(deny default)',
    '(allow process-fork)',
    '(allow process-exec)',
    '(allow sysctl-read)',
    '(allow mach-lookup)',
    '(allow signal (target same-sandbox))',
    '(allow file-read-metadata)',
    '(allow file-read* (subpath "/usr") (subpath "/bin") (subpath "/System") (subpath "/Library") (subpath "/opt"))',
    '(allow file-read* (subpath "/private/tmp/witness") (literal "/dev/null") (literal "/dev/urandom"))',
    '(allow file-write* (subpath "/private/tmp/witness") (literal "/dev/null"))',
    ...(paths === '' ? [] : [`(allow file-read* ${paths})`]),
  ].join('\n');
}
