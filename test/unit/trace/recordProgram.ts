// Records small programs line by line, as the editor does.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { OpenRecording } from '../../../src/host/recordings/openRecording';
import { SyntaxService } from '../../../src/host/syntax/syntaxService';
import { assets, record } from '../recorder/recordFixture';

type RecordProgram = (source: string, call?: string, entry?: string) => Promise<OpenRecording>;

/** Python programs in files that are removed after the tests of a `describe`. */
export function usePrograms(): RecordProgram {
  let folder = '';
  let count = 0;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-program-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return async (source, call, entry) => {
    const file = path.join(folder, `program${++count}.py`);
    writeFileSync(file, source);
    const recording = await record(file, { granularity: 'line', ...(call !== undefined && { call }) });
    return OpenRecording.of(recording, new SyntaxService(assets), entry);
  };
}
