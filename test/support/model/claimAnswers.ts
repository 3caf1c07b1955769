// What a model might say of functions without source, and of conditions that ask them.

interface Said {
  readonly known?: boolean;
  /** `1 > 2`: what operand 1 holds gets into operand 2. */
  readonly flows?: readonly string[];
  readonly makesSafe?: readonly string[];
  readonly whenTrue?: string;
  readonly whenFalse?: string;
  readonly lines?: readonly string[];
}

/** The function, or the condition, that a request asks about. */
export function askedAbout(request: string): string {
  const fn = /What does `([^`]+)` do\?/.exec(request)?.[1];
  return fn ?? /<condition>\n([^]*?)\n<\/condition>/.exec(request)?.[1] ?? '';
}

/** An answer in the right shape, which cites the first marked line where nothing else is given. */
export function claimAnswer(request: string, said: Said): string {
  const { known = true, flows = [], makesSafe = [], whenTrue = 'true', whenFalse = 'true' } = said;
  const lines = said.lines ?? [/^(\S+:\d+)\*\|/m.exec(request)?.[1] ?? ''];
  const why = 'It is so.';
  if (request.includes('<condition>')) return JSON.stringify({ known, whenTrue, whenFalse, lines, why });
  return JSON.stringify({
    known,
    why,
    lines,
    flows: flows.map((flow) => {
      const [from = '', to = ''] = flow.split(' > ');
      return { from, to, lines, why };
    }),
    makesSafe: makesSafe.map((rule) => ({ rule, lines, why })),
  });
}
