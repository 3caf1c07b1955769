// The libraries that are measured, and Semgrep's open engine: what is installed here, or fetched with Maven and pip.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

const fetched = path.resolve('out/bench-data');
const javaLibrary = 'org.apache.tomcat.embed:tomcat-embed-core:10.1.34';
const semgrepVersion = '1.185.0';

export type ScaleLanguage = 'python' | 'javascript' | 'java';

/** Folder of a library; undefined, with a word on the error stream, where it cannot be had. */
export function libraryFolder(language: ScaleLanguage): string | undefined {
  switch (language) {
    case 'python':
      return output('python3', ['-c', 'import sysconfig; print(sysconfig.get_path("stdlib"))']);
    case 'javascript':
      return 'node_modules/typescript/lib';
    case 'java':
      return javaSources();
  }
}

/** Path of the program. */
export function semgrepProgram(): string | undefined {
  const folder = path.join(fetched, 'semgrep');
  const program = path.join(folder, 'bin/semgrep');
  if (existsSync(program)) return program;
  mkdirSync(fetched, { recursive: true });
  if (output('python3', ['-m', 'venv', folder]) === undefined) return undefined;
  const installed = output(path.join(folder, 'bin/pip'), ['install', '-q', `semgrep==${semgrepVersion}`]);
  return installed === undefined ? undefined : program;
}

function javaSources(): string | undefined {
  const [, artifact = '', version = ''] = javaLibrary.split(':');
  const folder = path.join(fetched, `${artifact}-${version}`);
  if (existsSync(folder)) return folder;
  const copied = output('mvn', [
    '-q',
    'dependency:copy',
    `-Dartifact=${javaLibrary}:jar:sources`,
    `-DoutputDirectory=${fetched}`,
  ]);
  if (copied === undefined) return undefined;
  const jar = path.join(fetched, `${artifact}-${version}-sources.jar`);
  return output('unzip', ['-q', jar, '-d', folder]) === undefined ? undefined : folder;
}

function output(program: string, args: readonly string[]): string | undefined {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return stdout.trim();
  console.error(`${program} ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
  return undefined;
}
