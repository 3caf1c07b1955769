// Counts tokens; a bundle of its own, as its table is large and most runs do without.
export { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
