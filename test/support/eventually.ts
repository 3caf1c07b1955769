import { setTimeout as delay } from 'node:timers/promises';

const pauseMs = 50;

/** Reads until the value is acceptable, and gives it; an error says what was read last. */
export async function eventually<T>(
  read: () => T | Promise<T>,
  accept: (value: T) => boolean,
  limitMs = 30_000,
): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (Date.now() > end) throw new Error(`after ${limitMs} ms still ${JSON.stringify(value)}`);
    await delay(pauseMs);
  }
}
