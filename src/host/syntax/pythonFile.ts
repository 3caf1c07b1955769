// A Python file as text.
import { readFile } from 'node:fs/promises';
import { Failure } from '../failure';
import { decodePython } from './sourceText';

/** With its own line ends. @throws Failure where it cannot be read, or is not in the encoding that it names */
export async function readPythonFile(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new Failure('usage', `The file cannot be read: ${String(error)}`);
  });
  const text = decodePython(bytes);
  if (text === undefined) throw new Failure('usage', `${file} is not in the encoding that it names.`);
  return text;
}
