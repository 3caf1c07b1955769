// witness recordings: the store.
import { Command } from 'commander';
import type { RunDescription } from '../../core/trace/model';
import { Failure } from '../failure';
import { RecordingStore, type StoredRecording } from '../store/recordingStore';
import { loadRecording, readDescription } from '../trace/recordingFile';
import type { ExitCode, Terminal } from './program';
import { tellRecording } from './tellRecording';

export function recordingsCommand(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const store = RecordingStore.ofUser(terminal.environment);
  const command = new Command('recordings').description(
    'List, show and delete the recordings that are kept.',
  );
  command
    .command('list', { isDefault: true })
    .description('the recordings, newest first')
    .option('--json', 'print one JSON document')
    .action(async ({ json }: { json?: boolean }) => {
      await list(store, json === true, terminal);
      finish(0);
    });
  command
    .command('show')
    .argument('<id>', 'a recording, or the beginning of its name')
    .option('--entry <function>', 'tell only the calls of this function and what they call')
    .description('tell the story of a recording')
    .action(async (id: string, { entry }: { entry?: string }) => {
      const recording = await loadRecording((await store.find(id)).path);
      tellRecording(recording, entry, recording.parts.run.cwd, terminal);
      finish(0);
    });
  command
    .command('delete')
    .argument('[id]', 'a recording, or the beginning of its name')
    .option('--all', 'delete all')
    .description('delete one recording, or all')
    .action(async (id: string | undefined, { all }: { all?: boolean }) => {
      await remove(store, id, all === true, terminal);
      finish(0);
    });
  return command;
}

async function list(store: RecordingStore, json: boolean, { stdout }: Terminal): Promise<void> {
  const items = await Promise.all(
    (await store.list()).map(async (item) => ({ ...item, run: await readDescription(item.path) })),
  );
  if (json) {
    stdout.write(`${JSON.stringify({ folder: store.folder, recordings: items })}\n`);
    return;
  }
  for (const item of items) stdout.write(`${line(item, item.run)}\n`);
  if (items.length === 0) stdout.write(`There are no recordings in ${store.folder}.\n`);
}

function line(item: StoredRecording, run: RunDescription | undefined): string {
  const size = `${(item.bytes / 1000).toFixed(0)} kB`.padStart(10);
  const what = run === undefined ? 'cannot be read' : (run.test ?? run.call ?? run.module ?? run.file);
  return `${item.id}  ${new Date(item.at).toISOString().slice(0, 19).replace('T', ' ')} ${size}  ${what}`;
}

async function remove(
  store: RecordingStore,
  id: string | undefined,
  all: boolean,
  { stdout }: Terminal,
): Promise<void> {
  if (all) {
    const count = await store.deleteAll();
    stdout.write(`${count} ${count === 1 ? 'recording' : 'recordings'} deleted.\n`);
    return;
  }
  if (id === undefined) {
    throw new Failure('usage', 'Name a recording, or say --all.', 'witness recordings lists them.');
  }
  await store.delete(id);
}
