import type { Message } from '../../../src/core/model/languageModel';

/** The text that stands between the tags of a name. */
export function promptMaterial(messages: readonly Message[], name: string): string {
  const all = messages.map(({ text }) => text).join('\n');
  return new RegExp(`<${name}(|-\\d+)>\\n([\\s\\S]*?)\\n</${name}\\1>`).exec(all)?.[2] ?? '';
}
