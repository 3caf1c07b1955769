import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

const tool = (file, ...args) => ({ file: path.join(root, 'node_modules', file), args });
const script = (file, ...args) => ({ file: path.join(root, file), args });
const entry = (name, ...args) => script(`out/test/support/entry/${name}.js`, ...args);

/** Everything is bundled, and links in the README stay as they are, for there is no public repository to complete them with. */
const packaging = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];

/**
 * What the test command does, in this order. A stage is one check, unless it counts its tests itself; `needs` names
 * the stages that go before it when it is asked for alone, and nothing runs after an `essential` stage has failed.
 * Those that only read the sources (`readsOnly`) go first, side by side, the longest before the others.
 */
const stages = [
  { name: 'lint', run: tool('eslint/bin/eslint.js', '.', '--max-warnings=0'), readsOnly: true },
  { name: 'types', run: tool('typescript/bin/tsc', '--build'), readsOnly: true },
  { name: 'format', run: tool('prettier/bin/prettier.cjs', '--check', '.'), readsOnly: true },
  { name: 'deadcode', run: tool('knip/bin/knip.js', '--no-progress'), readsOnly: true },
  { name: 'build', run: script('scripts/build.mjs', '--production', '--tests'), essential: true },
  { name: 'unit', run: entry('runShards', 'out/test/unit'), needs: ['build'], counts: true },
  { name: 'editor', run: entry('runEditorTests'), needs: ['build'], counts: true },
  {
    name: 'package',
    run: tool('@vscode/vsce/vsce', 'package', ...packaging, '--out', 'dist/witness.vsix'),
    needs: ['build'],
    refuses: /^ *WARNING /m,
  },
  {
    name: 'ui',
    run: entry('runMocha', 'out/test/ui', '--timeout', '120'),
    needs: ['build', 'package'],
    counts: true,
    // The browser drives the stand-in of VS Code, which npm carries for Linux.
    platforms: ['linux'],
  },
];

export const stageNames = stages.map((stage) => stage.name);

/** The stages of those names and what they need, or all of them; without those that this platform cannot run. */
export function selectStages(names) {
  const wanted = new Set(names.length > 0 ? names : stageNames);
  for (const stage of stages) {
    if (wanted.has(stage.name)) stage.needs?.forEach((name) => wanted.add(name));
  }
  return stages.filter(
    (stage) => wanted.has(stage.name) && (stage.platforms?.includes(process.platform) ?? true),
  );
}
