// Bytes of a source file as text, in the encoding that its language says.

const cookie = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

/** The text of a Python file (PEP 263: UTF-8 unless a cookie in the first two lines says otherwise); undefined where
 * the encoding is unknown or the bytes are not of it. A byte order mark is left out. */
export function decodePython(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(bytes.subarray(0, 512))
    .toString('latin1')
    .split(/\r\n|\r|\n/, 2);
  const [first = '', second = ''] = start;
  const blank = /^[ \t\f]*(#.*)?$/.test(first);
  const named = cookie.exec(first)?.[1] ?? (blank ? cookie.exec(second)?.[1] : undefined);
  return decode(bytes, webLabel(named ?? 'utf-8'));
}

/** Python's names of encodings that TextDecoder knows by another one. */
const labels: Readonly<Record<string, string>> = {
  'latin-1': 'latin1',
  'iso-latin-1': 'latin1',
  'iso-8859-1-unix': 'latin1',
  'utf-8-sig': 'utf-8',
  'utf-8-unix': 'utf-8',
  'mac-roman': 'macintosh',
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
};

function webLabel(name: string): string {
  const usual = name.toLowerCase().replaceAll('_', '-');
  return labels[usual] ?? usual;
}

/** The text of any other source file: UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  return decode(bytes, 'utf-8');
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
