// A file of plain assert lines.

/** Each `assert` statement with the lines that belong to it, which are indented or close its brackets. */
export function assertsOf(text: string): string[] {
  const tests: string[] = [];
  for (const line of text.split('\n')) {
    if (/^assert\b/.test(line)) tests.push(line);
    else if (tests.length > 0 && /^(?:\s+\S|[)\]}])/.test(line)) tests.push(`${tests.pop() ?? ''}\n${line}`);
  }
  return tests;
}
