// Text that comes from programs or models, short enough for one line of ours.

/** Shortens a text to so many characters. */
export function clip(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, Math.max(0, maxLength - 1))}…`;
}

/** What is not ours must neither break the line, nor turn its direction, nor steer a terminal. */
export function oneLine(text: string): string {
  return text
    .replace(/\s*[\r\n\u2028\u2029]\s*/g, ' ')
    .replace(/\p{Cc}/gu, unknown)
    .replace(directions, unknown);
}

/** A line of code that is not ours, with its tabs. */
export function codeLine(text: string): string {
  return text.replace(/[^\P{Cc}\t]/gu, unknown).replace(directions, unknown);
}

const unknown = '\ufffd';
const directions = /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g;
