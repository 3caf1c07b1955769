// What chunks hold: JSON that is checked before it is believed, event words, output.
import type { z } from 'zod';
import { UnreadableRecording } from './fileFormat';
import type { CapturedOutput } from './model';

/** A chunk whose payload is inflated already. */
export interface PlainChunk {
  readonly kind: number;
  readonly payload: Uint8Array;
}

/** @throws UnreadableRecording when the chunk does not hold what the schema says. */
export function parsed(chunk: PlainChunk, schema: z.ZodType): unknown {
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(chunk.payload)));
  } catch {
    throw new UnreadableRecording(
      `The recording is damaged: a chunk of kind ${chunk.kind} does not hold what it should.`,
    );
  }
}

export function eventsOf(payload: Uint8Array): Uint32Array {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const events = new Uint32Array(payload.byteLength >> 2);
  for (let i = 0; i < events.length; i++) events[i] = view.getUint32(i * 4, true);
  return events;
}

/** Output chunks are the head and the tail of what was printed; the last chunk may say how much was left out. */
export class OutputCollector {
  private text = '';
  private bytes = 0;
  private truncated = false;

  /** Payload: u32 how many bytes were left out before these, then the bytes. */
  add(payload: Uint8Array): void {
    if (payload.length < 4) {
      throw new UnreadableRecording('The recording is damaged: a chunk of output is too short.');
    }
    const omitted = new DataView(payload.buffer, payload.byteOffset, payload.byteLength).getUint32(0, true);
    if (omitted > 0) {
      this.text += `\n[${omitted} bytes left out]\n`;
      this.truncated = true;
    }
    this.text += new TextDecoder().decode(payload.subarray(4));
    this.bytes += omitted + payload.length - 4;
  }

  captured(): CapturedOutput {
    return { text: this.text, bytes: this.bytes, truncated: this.truncated };
  }
}
