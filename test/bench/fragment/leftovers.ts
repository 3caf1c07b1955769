// What runs of fragments leave behind outside of their scratch folders: files, processes, connections. Nothing should be.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

/** Folders that other programs of this machine write to all the time, below those that are compared. */
const busy = new Set(['.cache', '.git', 'node_modules', '__pycache__', '.npm', 'proc', 'sys', 'dev', 'run']);
/** Before and after all runs. */
export class Leftovers {
  private readonly files: string;
  private readonly temporary: ReadonlySet<string>;
  private readonly mentioned: string;
  private readonly home: ReadonlySet<string>;

  /**
   * @param folders Compared file by file: names, sizes, permissions, times.
   * @param programs A folder with the texts of what runs: of the folder for temporary files, which others use meanwhile, what
   * they name is compared.
   */
  constructor(
    private readonly folders: readonly string[],
    programs: string,
  ) {
    this.mentioned = textsBelow(programs);
    this.files = snapshot(folders);
    this.temporary = names(tmpdir());
    this.home = names(homedir());
  }

  /** What the sandbox's processes have sent over the network, and what they still listen on or are connected to. To be
   * asked before the pool ends. */
  network(): string[] {
    const own = descendants(process.pid);
    const insides = new Map(own.flatMap((pid) => namespaceOf(pid)).map((item) => [item.namespace, item.pid]));
    const ours = namespaceOf(process.pid)[0]?.namespace;
    if (insides.size === 0) return ['no process of the sandbox was found to ask'];
    return [...insides].flatMap(([namespace, pid]) =>
      namespace === ours ? [] : [...sentBytes(pid), ...sockets(pid)],
    );
  }

  /** Which files changed and which processes stayed; to be asked when the pool has ended. */
  rest(): string[] {
    const stayed = descendants(process.pid).filter((pid) => commandOf(pid).includes('witness_sandbox_main'));
    return [
      ...(snapshot(this.folders) === this.files ? [] : ['files were changed']),
      ...[...names(tmpdir())].filter(
        (name) => !this.temporary.has(name) && this.mentioned.includes(`${tmpdir()}/${name}`),
      ),
      ...[...names(homedir())].filter((name) => !this.home.has(name)),
      ...stayed.map((pid) => `process ${pid} stayed: ${commandOf(pid)}`),
    ];
  }
}

function snapshot(folders: readonly string[]): string {
  const hash = createHash('sha256');
  const walk = (at: string): void => {
    const { mode, size, mtimeMs } = lstatSync(at);
    const isFolder = (mode & 0o170000) === 0o040000;
    hash.update(`${at} ${mode} ${isFolder ? '' : `${size} ${mtimeMs}`}\n`);
    if (!isFolder) return;
    for (const name of readdirSync(at).sort()) if (!busy.has(name)) walk(path.join(at, name));
  };
  for (const folder of folders) walk(folder);
  return hash.digest('hex');
}

function textsBelow(folder: string): string {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => read(path.join(folder, name)))
    .join('\n');
}

function names(folder: string): ReadonlySet<string> {
  return new Set(readdirSync(folder));
}

/** All processes that a process started, and those that they started. */
function descendants(of: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const parent = /^\d+ \(.*\) \S (\d+)/s.exec(read(`/proc/${name}/stat`))?.[1];
    if (parent === undefined) continue;
    children.set(Number(parent), [...(children.get(Number(parent)) ?? []), Number(name)]);
  }
  const below = (pid: number): number[] =>
    (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(of);
}

function namespaceOf(pid: number): { pid: number; namespace: string }[] {
  try {
    return [{ pid, namespace: readlinkSync(`/proc/${pid}/ns/net`) }];
  } catch {
    return [];
  }
}

/** Of each interface of a process's network, what was sent over it since there is that network. */
function sentBytes(pid: number): string[] {
  const lines = read(`/proc/${pid}/net/dev`).split('\n').slice(2);
  return lines.flatMap((line) => {
    const [name = '', ...counts] = line.trim().split(/[:\s]+/);
    const sent = Number(counts[8] ?? 0);
    return sent === 0 ? [] : [`${sent} bytes were sent over ${name}`];
  });
}

function sockets(pid: number): string[] {
  return ['tcp', 'tcp6', 'udp', 'udp6', 'raw'].flatMap((kind) => {
    const lines = read(`/proc/${pid}/net/${kind}`).trim().split('\n').slice(1);
    return lines.map((line) => `a ${kind} socket: ${line.trim().slice(0, 60)}`);
  });
}

function commandOf(pid: number): string {
  return read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ');
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
