// Literals of Python, by their signs alone: whether they fit together is for Python to say.

const token =
  /\s*(?:\d[\d_.]*(?:e[+-]?\d+)?j?|b?'(?:[^'\\\n]|\\.)*'|b?"(?:[^"\\\n]|\\.)*"|True\b|False\b|None\b|set\(\)|[()[\]{},:+-])/y;

/** Whether a text is made of nothing but literals; one that the recorder cut, or left a secret out of, is not. */
export function isPythonLiteral(text: string): boolean {
  if (text.includes('…') || text.includes('<redacted>')) return false;
  token.lastIndex = 0;
  while (token.lastIndex < text.length) if (!token.test(text)) return false;
  return true;
}
