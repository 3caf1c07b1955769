// Consecutive releases of packages, as the registries have them.

export interface Release {
  readonly registry: 'npm' | 'PyPI';
  readonly name: string;
  readonly old: string;
  readonly new: string;
  /** Files that are compared: sources, and no copies of them for other module systems. */
  readonly sources: RegExp;
}

export const releases: readonly Release[] = [
  { registry: 'PyPI', name: 'more-itertools', old: '10.1.0', new: '10.2.0', sources: /\.py$/ },
  { registry: 'PyPI', name: 'boltons', old: '23.0.0', new: '23.1.1', sources: /\.py$/ },
  { registry: 'PyPI', name: 'packaging', old: '23.2', new: '24.0', sources: /\.py$/ },
  { registry: 'PyPI', name: 'click', old: '8.1.6', new: '8.1.7', sources: /\.py$/ },
  { registry: 'PyPI', name: 'httpx', old: '0.26.0', new: '0.27.0', sources: /\.py$/ },
  { registry: 'npm', name: 'semver', old: '7.5.4', new: '7.6.0', sources: /\.js$/ },
  { registry: 'npm', name: 'qs', old: '6.11.2', new: '6.12.0', sources: /^(lib|test)\/.*\.js$/ },
  { registry: 'npm', name: 'commander', old: '11.0.0', new: '11.1.0', sources: /^lib\/.*\.js$/ },
  { registry: 'npm', name: 'ws', old: '8.14.2', new: '8.15.0', sources: /^lib\/.*\.js$/ },
  { registry: 'npm', name: 'rxjs', old: '7.8.0', new: '7.8.1', sources: /^src\/internal\/.*\.ts$/ },
];
