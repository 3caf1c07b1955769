// An entry of a launch.json as what is to be run.
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseEnv } from 'node:util';
import * as z from 'zod';
import { Failure } from '../failure';
import { nearest } from '../trace/nearestNames';
import { splitWords } from './words';
import { substituted, type LaunchContext } from './launchVariables';

export interface LaunchRequest {
  readonly name: string;
  /** Without it, `.vscode/launch.json` in the working folder or the nearest one above it. */
  readonly launchFile?: string;
  /** Absolute; what `${file}` stands for. */
  readonly file?: string;
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** What an entry says; whatever it leaves open is missing. */
export interface LaunchEntry {
  readonly program?: string;
  readonly module?: string;
  readonly arguments: readonly string[];
  /** Beside those of the command itself. */
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute. */
  readonly cwd: string;
  readonly interpreter?: string;
}

const environment = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
const settings = z.object({
  program: z.string().optional(),
  module: z.string().optional(),
  args: z.union([z.string(), z.array(z.union([z.string(), z.number()]))]).optional(),
  env: environment.optional(),
  envFile: z.string().optional(),
  cwd: z.string().optional(),
  python: z.union([z.string(), z.array(z.string())]).optional(),
  pythonPath: z.string().optional(),
});
const entrySchema = settings.extend({
  name: z.string(),
  type: z.string(),
  request: z.string().optional(),
  linux: settings.optional(),
  osx: settings.optional(),
  windows: settings.optional(),
});
type Entry = z.infer<typeof entrySchema>;

/** @throws Failure when the file or entry is not there, cannot be read or cannot be run without an editor. */
export async function launchEntry(request: LaunchRequest): Promise<LaunchEntry> {
  const file = await launchFileOf(request);
  const folder = path.dirname(file);
  const context: LaunchContext = {
    workspaceFolder: path.basename(folder) === '.vscode' ? path.dirname(folder) : folder,
    ...(request.file !== undefined && { file: request.file }),
    environment: request.environment,
    cwd: request.cwd,
  };
  return resolved(chosen(await entriesOf(file), request.name, file), context);
}

async function launchFileOf({ launchFile, cwd }: LaunchRequest): Promise<string> {
  if (launchFile !== undefined) return path.resolve(cwd, launchFile);
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, '.vscode', 'launch.json');
    const found = await readFile(candidate).catch(() => undefined);
    if (found !== undefined) return candidate;
    if (path.dirname(folder) === folder) break;
  }
  const reason = `There is no .vscode/launch.json in ${cwd} or above it.`;
  throw new Failure('usage', reason, 'Name the file with --launch-file FILE.');
}

async function entriesOf(file: string): Promise<unknown[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Failure('usage', `The launch configurations cannot be read: ${String(error)}`);
  });
  const errors: ParseError[] = [];
  const document: unknown = parse(text, errors, { allowTrailingComma: true, disallowComments: false });
  const [first] = errors;
  if (first !== undefined) {
    const line = text.slice(0, first.offset).split('\n').length;
    throw new Failure('usage', `${file}:${line}: ${printParseErrorCode(first.error)}`);
  }
  const held = z.object({ configurations: z.array(z.unknown()) }).safeParse(document);
  if (!held.success) throw new Failure('usage', `${file} holds no "configurations".`);
  return held.data.configurations;
}

function chosen(entries: readonly unknown[], name: string, file: string): Entry {
  const named = entries.map((entry) => z.object({ name: z.string() }).safeParse(entry).data?.name ?? '');
  const entry = entries[named.indexOf(name)];
  if (entry === undefined) {
    const near = nearest(name, named);
    const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `It has: ${named.join(', ')}.`;
    throw new Failure('usage', `${file} has no configuration of the name ${name}.`, hint);
  }
  const read = entrySchema.safeParse(entry);
  const [issue] = read.error?.issues ?? [];
  if (read.success) return runnable(read.data);
  throw new Failure(
    'usage',
    `The configuration ${name}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  );
}

function runnable(entry: Entry): Entry {
  if (entry.type !== 'python' && entry.type !== 'debugpy') {
    throw new Failure(
      'usage',
      `The configuration ${entry.name} is of type ${entry.type}, not python or debugpy.`,
    );
  }
  if ((entry.request ?? 'launch') !== 'launch') {
    throw new Failure(
      'usage',
      `The configuration ${entry.name} does not launch a program: it is for "${entry.request ?? ''}".`,
    );
  }
  return { ...entry, ...entry[platformKeys[process.platform] ?? 'linux'] };
}

const platformKeys: Readonly<Partial<Record<NodeJS.Platform, 'osx' | 'windows'>>> = {
  darwin: 'osx',
  win32: 'windows',
};

async function resolved(entry: Entry, context: LaunchContext): Promise<LaunchEntry> {
  const text = (value: string): string => substituted(value, context);
  const { program, module } = entry;
  const cwd = path.resolve(context.workspaceFolder, text(entry.cwd ?? '.'));
  const interpreter = interpreterOf(entry, text);
  return {
    ...(program !== undefined && { program: path.resolve(cwd, text(program)) }),
    ...(module !== undefined && { module: text(module) }),
    arguments: argumentsOf(entry, text),
    environment: { ...(await fileEnvironment(entry, context)), ...ownEnvironment(entry, text) },
    cwd,
    ...(interpreter !== undefined && { interpreter }),
  };
}

function argumentsOf({ args = [] }: Entry, text: (value: string) => string): string[] {
  const list = typeof args === 'string' ? splitWords(args) : args.map(String);
  return list.map(text);
}

function interpreterOf({ python, pythonPath }: Entry, text: (value: string) => string): string | undefined {
  const said = (typeof python === 'string' ? python : python?.[0]) ?? pythonPath;
  if (said === undefined || said === '${command:python.interpreterPath}') return undefined;
  return text(said);
}

function ownEnvironment({ env = {} }: Entry, text: (value: string) => string): Record<string, string> {
  const set = Object.entries(env).filter(([, value]) => value !== null);
  return Object.fromEntries(set.map(([name, value]) => [name, text(String(value))]));
}

/** As in the editor, `.env` in the workspace folder is read where nothing else is said. */
async function fileEnvironment(entry: Entry, context: LaunchContext): Promise<Record<string, string>> {
  const said = entry.envFile === undefined ? undefined : substituted(entry.envFile, context);
  const file = path.resolve(context.workspaceFolder, said ?? '.env');
  const content = await readFile(file, 'utf8').catch((error: unknown) => {
    if (said === undefined) return '';
    throw new Failure('usage', `The environment file of the configuration cannot be read: ${String(error)}`);
  });
  return definedIn(content);
}

function definedIn(content: string): Record<string, string> {
  const values = Object.entries(parseEnv(content));
  return Object.fromEntries(values.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
