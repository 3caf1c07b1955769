import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The folders that hold what a VS Code remembers. */
export interface Profile {
  readonly userData: string;
  readonly extensions: string;
}

export type Settings = Readonly<Record<string, unknown>>;

const quiet: Settings = {
  'extensions.autoCheckUpdates': false,
  'files.simpleDialog.enable': true,
  // In a browser VS Code saves by itself.
  'files.autoSave': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/** Lays out a new profile below a folder, with the user settings given on top of those that keep VS Code quiet. */
export async function createProfile(folder: string, settings: Settings = {}): Promise<Profile> {
  const profile = { userData: path.join(folder, 'user-data'), extensions: path.join(folder, 'extensions') };
  await mkdir(path.join(profile.userData, 'User'), { recursive: true });
  await mkdir(profile.extensions, { recursive: true });
  await writeFile(
    path.join(profile.userData, 'User/settings.json'),
    JSON.stringify({ ...quiet, ...settings }, undefined, 2),
  );
  return profile;
}
