// A source file as text, in the encoding that its language says.
import { readFile } from 'node:fs/promises';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import { Failure } from '../failure';
import { decodePython, decodeUtf8 } from './sourceText';

/** With its own line ends. @throws Failure where it cannot be read, or is not in its encoding */
export async function readSourceFile(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new Failure('usage', `The file cannot be read: ${String(error)}`);
  });
  const text = decodeSource(file, bytes);
  if (text === undefined) throw new Failure('usage', `${file} is not in the encoding that it should be in.`);
  return text;
}

/** Undefined where the bytes are not in the encoding of the language that the name says. */
export function decodeSource(file: string, bytes: Uint8Array): string | undefined {
  return languageOfPath(file) === 'python' ? decodePython(bytes) : decodeUtf8(bytes);
}
