// The few web-standard globals that core may use. Anything else comes in through a port.

declare class TextEncoder {
  encode(text: string): Uint8Array;
}

declare class TextDecoder {
  constructor(label?: 'utf-8');
  decode(bytes: Uint8Array): string;
}

interface AbortSignal {
  readonly aborted: boolean;
  throwIfAborted(): void;
}
