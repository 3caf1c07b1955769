// An interpreter for programs that nobody has vouched for: no network, an own process tree, bounded memory and files.
import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { refuse } from './arguments';

/** Finds CPython of a version such as `3.11`; ends the process with code 2 where there is none. */
export function pythonOfVersion(version: string): string {
  for (const name of [`python${version}`, 'python3', 'python']) {
    try {
      const question = 'import sys; print(sys.executable, "%d.%d" % sys.version_info[:2])';
      const [executable, found] = execFileSync(name, ['-c', question], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      })
        .trim()
        .split(' ');
      if (found === version && executable !== undefined) return executable;
    } catch {
      // The next name may be there.
    }
  }
  return refuse(`These truths depend on CPython ${version}, which is not on the PATH.`);
}

/** Writes a launcher of the interpreter into a folder. Ends the process with code 2 where namespaces cannot be had. */
export function confined(python: string, folder: string): string {
  const launcher = path.join(folder, 'python');
  const limits = 'ulimit -v 4000000; ulimit -f 100000; ulimit -c 0';
  const namespaces = '--user --map-root-user --net --pid --fork --kill-child --mount-proc';
  // Nothing but the program itself is behind the loopback of its own network.
  const start = `'ip link set lo up 2>/dev/null; exec "$0" "$@"'`;
  writeFileSync(launcher, `#!/bin/sh\n${limits}\nexec unshare ${namespaces} sh -c ${start} ${python} "$@"\n`);
  chmodSync(launcher, 0o755);
  try {
    execFileSync(launcher, ['-c', ''], { stdio: 'ignore' });
  } catch {
    refuse(
      'The programs of this benchmark are untrusted, and this machine cannot confine them (util-linux unshare).',
    );
  }
  return launcher;
}
