// What V8 says of a plain run: which places of which files were executed.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

/** Whether what starts at a place was executed; line 0-based, offset in UTF-16 units. */
export type Executed = (line: number, offset: number) => boolean;

const range = z.object({ startOffset: z.number(), endOffset: z.number(), count: z.number() });
const v8Schema = z.object({
  result: z.array(z.object({ url: z.string(), functions: z.array(z.object({ ranges: z.array(range) })) })),
});
const istanbulSchema = z.record(
  z.string(),
  z.object({
    path: z.string(),
    statementMap: z.record(z.string(), z.object({ start: z.object({ line: z.number() }) })),
    s: z.record(z.string(), z.number()),
  }),
);

/** By absolute path. `folder` holds what NODE_V8_COVERAGE or a runner's `json` reporter has written. */
export function coverageIn(folder: string): Map<string, Executed> {
  const mapped = path.join(folder, 'coverage-final.json');
  return existsSync(mapped) ? mappedCoverage(mapped) : rawCoverage(folder);
}

/** Of a function, the innermost of its ranges around a place decides; of functions, the innermost. */
function rawCoverage(folder: string): Map<string, Executed> {
  const found = new Map<string, Executed>();
  for (const name of readdirSync(folder)) {
    const { result } = v8Schema.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
    for (const { url, functions } of result) {
      if (!url.startsWith('file:')) continue;
      const ranges = functions.flatMap((item) => item.ranges);
      const before = found.get(fileURLToPath(url));
      const executed: Executed = (_, offset) => {
        const around = ranges.filter((item) => item.startOffset <= offset && offset < item.endOffset);
        const size = (item: z.infer<typeof range>): number => item.endOffset - item.startOffset;
        const innermost = around.sort((a, b) => size(a) - size(b))[0];
        return (innermost?.count ?? 0) > 0;
      };
      found.set(fileURLToPath(url), (line, at) => executed(line, at) || (before?.(line, at) ?? false));
    }
  }
  return found;
}

function mappedCoverage(file: string): Map<string, Executed> {
  const files = istanbulSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const found = new Map<string, Executed>();
  for (const { path: name, statementMap, s } of Object.values(files)) {
    const lines = new Set<number>();
    for (const [key, { start }] of Object.entries(statementMap)) {
      if ((s[key] ?? 0) > 0) lines.add(start.line - 1);
    }
    found.set(name, (line) => lines.has(line));
  }
  return found;
}
