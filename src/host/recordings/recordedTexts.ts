// Texts that ran without ever having been on disk.
import { createHash } from 'node:crypto';

/** Texts that are kept. */
const kept = 30;

export class RecordedTexts {
  private readonly byHash = new Map<string, Uint8Array>();

  add(text: string): void {
    const bytes = Buffer.from(text);
    this.byHash.set(hashOf(bytes), bytes);
    const oldest = this.byHash.keys().next();
    if (this.byHash.size > kept && oldest.done !== true) this.byHash.delete(oldest.value);
  }

  get(sha256: string): Uint8Array | undefined {
    return this.byHash.get(sha256);
  }
}

/** SHA-256, in hexadecimal. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
