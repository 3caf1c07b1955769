/** Tests of test262 that look at the text of functions, which carries probes while it is recorded: path -> reason. */
export const test262Exclusions: ReadonlyMap<string, string> = new Map<string, string>([]);
