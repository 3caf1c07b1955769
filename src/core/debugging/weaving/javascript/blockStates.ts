import type { WalkedSource } from './weaver';
export function blockStatesOf(source: WalkedSource): string {
  return source.source;
}
