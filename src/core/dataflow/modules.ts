// Files as modules: `src/app/__init__.py` is `src.app`, `lib/a.js` is `lib/a`.

/** The parts of a module's name, the folders of its file included. */
export function modulePathOf(path: string): string[] {
  const parts = path.split(/[\\/]+/).filter((part) => part !== '' && part !== '.');
  const last = parts.pop() ?? '';
  const stem = last.replace(/\.(?:d\.)?[cm]?[jt]sx?$|\.pyi?$|\.java$/, '');
  return stem === '__init__' || stem === 'index' ? parts : [...parts, stem];
}
