/** A version of VS Code the tests run against, as @vscode/test-electron names it. */
export type VSCodeVersion = '1.104.0' | 'stable';

/** What stands in for a version where VS Code cannot be downloaded. */
export interface StandInRelease {
  /** The release of the npm package code-server that carries this VS Code. */
  readonly codeServer: string;
  /** The major version of Node its server needs. */
  readonly node: number;
  /** Whether the release lacks its ripgrep binary, which the original fetches in an install script. */
  readonly lacksRipgrep: boolean;
}

/** The oldest version Witness supports (package.json, engines.vscode) and a current one. */
export const standInReleases: Readonly<Record<VSCodeVersion, StandInRelease>> = {
  '1.104.0': { codeServer: '4.104.0', node: 20, lacksRipgrep: true },
  stable: { codeServer: '4.139.1', node: 24, lacksRipgrep: false },
};

export const supportedVersions: readonly VSCodeVersion[] = ['1.104.0', 'stable'];

/** Reads a version from a command line. */
export function toVSCodeVersion(text: string | undefined): VSCodeVersion {
  const version = supportedVersions.find((supported) => supported === text);
  if (version === undefined) {
    throw new Error(`not one of ${supportedVersions.join(', ')}: ${text ?? 'nothing'}`);
  }
  return version;
}
