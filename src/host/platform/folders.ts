// Where an operating system wants programs to keep what can be made anew.
import { homedir } from 'node:os';
import path from 'node:path';

/** The folder for Witness' caches; it need not exist. */
export function userCacheFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (platform === 'win32') {
    return path.join(environment['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'Witness', 'Cache');
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Caches', 'Witness');
  const base = environment['XDG_CACHE_HOME'];
  return path.join(base !== undefined && path.isAbsolute(base) ? base : path.join(home, '.cache'), 'witness');
}

/** The folder for what Witness has made and the user may want to see again; it need not exist. */
export function userStateFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (platform === 'win32') {
    return path.join(environment['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local'), 'Witness');
  }
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Witness');
  const base = environment['XDG_STATE_HOME'];
  const usual = path.join(home, '.local', 'state');
  return path.join(base !== undefined && path.isAbsolute(base) ? base : usual, 'witness');
}
