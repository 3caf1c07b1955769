// Recordings of other versions of the file format: earlier ones are read, later ones refused.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inflateSync } from 'node:zlib';
import {
  chunkKinds,
  decodeChunks,
  encodeChunk,
  encodeFileHeader,
  formatVersion,
  type ChunkKind,
} from '../../../src/core/trace/fileFormat';
import { Failure } from '../../../src/host/failure';
import { loadRecording } from '../../../src/host/trace/recordingFile';
import { lineSequence } from '../../support/lineSequence';
import { record } from './recordFixture';

const firstGenerator = 0x80000000;
const resumed = 6;

describe('a recording file of another version', () => {
  let folder: string;
  let file: string;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'witness-formats-'));
    file = path.join(folder, 'recording');
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  function header(version: number): Buffer {
    const bytes = Buffer.from(encodeFileHeader());
    bytes.writeUInt32LE(version, bytes.length - 4);
    return bytes;
  }

  it('tells the same when it is of version 1, in which a generator goes on by an event and its number', async () => {
    const recording = await record('generators.py', { out: file });
    let rewritten = 0;
    const chunks = decodeChunks(readFileSync(file)).chunks.map(({ kind, deflated, payload }) => {
      if (kind !== chunkKinds.events) return encodeChunk(kind as ChunkKind, payload, deflated);
      const bytes = Buffer.from(deflated ? inflateSync(payload) : payload);
      const words: number[] = [];
      for (let at = 0; at < bytes.length; at += 4) {
        const word = bytes.readUInt32LE(at);
        if (word >= firstGenerator) rewritten++;
        words.push(...(word >= firstGenerator ? [resumed, word - firstGenerator] : [word]));
      }
      return encodeChunk(kind, new Uint8Array(Uint32Array.from(words).buffer), false);
    });
    assert.ok(rewritten > 20, `${rewritten} events`);
    writeFileSync(file, Buffer.concat([header(1), ...chunks]));
    const earlier = await loadRecording(file);
    assert.deepEqual(
      lineSequence(earlier, new Set()).map(({ frame, line }) => [frame, line]),
      lineSequence(recording, new Set()).map(({ frame, line }) => [frame, line]),
    );
    assert.deepEqual(earlier.parts.stepValues, recording.parts.stepValues);
  });

  it('is refused by the name of both versions when it is a later one', async () => {
    writeFileSync(file, header(formatVersion + 1));
    await assert.rejects(loadRecording(file), (error) => {
      assert.ok(error instanceof Failure);
      const versions = `format ${formatVersion + 1}; this one reads up to ${formatVersion}`;
      assert.ok(error.message.includes(versions), error.message);
      return true;
    });
  });
});
