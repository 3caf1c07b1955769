// What the nearest tsconfig.json of a file says of how it is to be compiled, and where its imports lead.
import path from 'node:path';
import { createPathsMatcher, getTsconfig, type TsConfigResult } from 'get-tsconfig';

export type CompilerSettings = NonNullable<TsConfigResult['config']['compilerOptions']>;
type PathsMatcher = ReturnType<typeof createPathsMatcher>;

/** Reads each tsconfig.json once. One that cannot be read counts as missing, as a plain run would not read it either. */
export class Tsconfigs {
  private readonly files = new Map<string, unknown>();
  private readonly byFolder = new Map<string, TsConfigResult | undefined>();
  private readonly matchers = new Map<TsConfigResult, PathsMatcher>();

  /** @param file Absolute path. */
  settingsOf(file: string): CompilerSettings {
    return this.of(file)?.config.compilerOptions ?? {};
  }

  /** Absolute paths, without extensions, that `paths` and `baseUrl` give for what a file imports; the best first. */
  candidates(specifier: string, importer: string): string[] {
    const tsconfig = this.of(importer);
    if (tsconfig === undefined) return [];
    const known = this.matchers.get(tsconfig);
    const matcher = known === undefined ? createPathsMatcher(tsconfig) : known;
    this.matchers.set(tsconfig, matcher);
    return matcher?.(specifier) ?? [];
  }

  private of(file: string): TsConfigResult | undefined {
    const folder = path.dirname(file);
    if (this.byFolder.has(folder)) return this.byFolder.get(folder);
    const found = this.read(folder);
    this.byFolder.set(folder, found);
    return found;
  }

  private read(folder: string): TsConfigResult | undefined {
    try {
      return getTsconfig(folder, 'tsconfig.json', this.files as Map<string, never>) ?? undefined;
    } catch {
      return undefined;
    }
  }
}

/** Whether fields of classes are defined (ES2022) rather than assigned in the constructor, as older targets have it. */
export function definesFields({ useDefineForClassFields, target }: CompilerSettings): boolean {
  if (useDefineForClassFields !== undefined) return useDefineForClassFields;
  return target === undefined || /^(?:es(?:2022|2023|2024|2025|2026)|esnext)$/i.test(target);
}
