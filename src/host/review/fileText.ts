// Texts of files that are reviewed, and why one is not.
import { readFile } from 'node:fs/promises';
import { languageOfPath } from '../../core/syntax/profiles/registry';
import { decodePython, decodeUtf8 } from '../syntax/sourceText';

const largestBytes = 1024 * 1024;
const generatedName =
  /(^|\/)(node_modules|dist|build|vendor)\/|\.min\.(js|css)$|\.lock$|(^|\/)(package-lock\.json|pnpm-lock\.yaml|yarn\.lock)$|\.(map|snap)$|_pb2\.py$/;
const generatedHead = /@generated\b|\bDO NOT EDIT\b|auto-?generated/i;
const headCharacters = 1000;

/** The text of a file's bytes, with LF; or why it is not read. */
export function decodeText(
  name: string,
  bytes: Uint8Array,
): { readonly text?: string; readonly unread?: string } {
  if (generatedName.test(name)) return { unread: 'it is generated' };
  if (bytes.length > largestBytes) return { unread: 'it is larger than 1 MiB' };
  if (bytes.includes(0)) return { unread: 'it is binary' };
  const text = languageOfPath(name) === 'python' ? decodePython(bytes) : decodeUtf8(bytes);
  if (text === undefined) return { unread: 'it is not text in the encoding that it names' };
  if (generatedHead.test(text.slice(0, headCharacters))) return { unread: 'it is generated' };
  return { text: text.replaceAll(/\r\n?/g, '\n') };
}

/** The bytes of a file that may be gone. */
export async function readVersion(file: string): Promise<Uint8Array | undefined> {
  return readFile(file).catch(() => undefined);
}
