import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { installOnce } from './installOnce';
import { npmInstall, npmInstallDependencies } from './npmInstall';
import { cacheFolder } from './repository';
import { type StandInRelease, type VSCodeVersion, standInReleases } from './versions';

/** VS Code's server and workbench, ready to start. */
export interface ServerInstallation {
  /** The folder whose out/server-main.js starts the server. */
  readonly folder: string;
  /** The Node binary to start it with. */
  readonly node: string;
}

const platform = `${process.platform}-${process.arch}`;

/** Installs the VS Code that the npm package code-server carries, and the Node it needs, into the cache. */
export async function installServer(version: VSCodeVersion): Promise<ServerInstallation> {
  const release = standInReleases[version];
  const folder = await installOnce(cacheFolder, `code-server-${release.codeServer}`, async (partial) => {
    console.log(`Installing VS Code ${version} from npm into .cache ...`);
    await installRelease(partial, release);
  });
  return { folder: serverFolder(folder), node: await installNode(release.node) };
}

async function installRelease(folder: string, release: StandInRelease): Promise<void> {
  await npmInstall(folder, [`code-server@${release.codeServer}`]);
  await npmInstallDependencies(serverFolder(folder));
  if (release.lacksRipgrep) await addRipgrep(folder);
}

async function addRipgrep(folder: string): Promise<void> {
  const ripgrep = `@vscode/ripgrep-${platform}`;
  await npmInstall(folder, [`${ripgrep}@1.18.0`]);
  const bin = path.join(serverFolder(folder), 'node_modules/@vscode/ripgrep/bin');
  await mkdir(bin, { recursive: true });
  await copyFile(path.join(folder, 'node_modules', ripgrep, 'bin/rg'), path.join(bin, 'rg'));
}

function serverFolder(folder: string): string {
  return path.join(folder, 'node_modules/code-server/lib/vscode');
}

/** The running Node where it is of that major version, else one from npm. */
async function installNode(major: number): Promise<string> {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const name = `node-${platform}`;
  const folder = await installOnce(cacheFolder, `node-${major}`, (partial) =>
    npmInstall(partial, [`${name}@${major}`]),
  );
  return path.join(folder, 'node_modules', name, 'bin/node');
}
