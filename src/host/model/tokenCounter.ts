// Tokens as o200k has them: exact for OpenAI's newer models, near enough for others.
import { createRequire } from 'node:module';
import path from 'node:path';
import type { TokenCounter } from '../../core/model/languageModel';

/** @param assets Folder that holds tokenizer.js, which is loaded at the first count. */
export function tokenCounter(assets: string): TokenCounter {
  let loaded: { countTokens(text: string, options: { allowedSpecial: 'all' }): number } | undefined;
  return (text) => {
    const file = path.join(assets, 'tokenizer.js');
    loaded ??= createRequire(file)(file) as NonNullable<typeof loaded>;
    // Texts that look like control tokens are text.
    return loaded.countTokens(text, { allowedSpecial: 'all' });
  };
}
