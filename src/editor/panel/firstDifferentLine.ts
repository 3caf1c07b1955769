// Where two texts first differ. Without the editor, so that it is tested without one.

/** 0-based; undefined where they are the same. Where one text ends within the other, its end. */
export function firstDifferentLine(a: string, b: string): number | undefined {
  if (a === b) return undefined;
  const [left, right] = [a.split('\n'), b.split('\n')];
  const at = left.findIndex((line, index) => line !== right[index]);
  return at < 0 ? left.length : at;
}
