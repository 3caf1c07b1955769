// The `functions` request: what an editor needs to offer something at each function of a text.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { CallExamples, type CallExample, type CallingFile } from '../../core/fragment/callExamples';
import { parametersOf, type Parameter } from '../../core/fragment/signature';
import { ownCall, wrappingOf } from '../../core/fragment/ownCall';
import type { SourceFunction, SourceModel } from '../../core/syntax/model';
import { LineIndex } from '../../core/text/lineIndex';
import type { FunctionInText, FunctionsParams, FunctionsResult } from '../../protocol/engine';
import { OpenTexts } from '../syntax/openTexts';
import type { SyntaxService } from '../syntax/syntaxService';

export function functionsHandler(syntax: SyntaxService) {
  const texts = new OpenTexts(syntax);
  return async ({ file, text }: FunctionsParams): Promise<FunctionsResult> => {
    const model = await texts.model(file, text);
    if (model === undefined) return { functions: [] };
    const names = new Set(model.functions.flatMap((item) => (item.parent === 0 ? item.name : [])));
    const examples = new CallExamples(names);
    examples.addFile({ model, text, isTestFile: isTestFile(file) });
    for (const calling of await testsOf(file, syntax)) examples.addFile(calling);
    const lines = new LineIndex(text);
    const described = model.functions.slice(1).map((item) => functionInText(item, model, lines, examples));
    return { functions: described };
  };
}

function functionInText(
  item: SourceFunction,
  model: SourceModel,
  lines: LineIndex,
  examples: CallExamples,
): FunctionInText {
  const parameters = givenParameters(item, model, lines);
  const owner = model.functions[item.parent];
  const calls = examples.of(item);
  const own = ownCall({
    item,
    owner,
    parameters,
    ownerHead: owner && headText(owner, lines),
    text: lines.text,
  });
  return {
    language: model.language,
    path: item.path,
    name: item.name,
    kind: item.kind,
    isTest: item.isTest,
    isReachable: owner === undefined || owner.kind === 'module' || owner.kind === 'class',
    range: item.range,
    nameRange: item.nameRange,
    blocks: model.blocks
      .filter((block) => block.functionIndex === item.index)
      .map(({ id, range }) => ({ id, range })),
    parameters: parameters.map(({ name }) => name),
    ...(item.isTest && model.language !== 'python' && { testTitle: titleOf(item, model) }),
    calls: own === undefined ? calls : ownFirst(own, calls, item.isTest || parameters.length === 0),
    wrapping: wrappingOf(item),
  };
}

/** As runners know it: with the titles of the groups around it. */
function titleOf(item: SourceFunction, model: SourceModel): string {
  const outer = model.functions[item.parent];
  return outer === undefined || outer.kind === 'module'
    ? item.name
    : `${titleOf(outer, model)} > ${item.name}`;
}

/** What the definition itself says to call comes first where there is nothing to choose, else last. */
function ownFirst(own: string, calls: readonly CallExample[], isBest: boolean): CallExample[] {
  const others = calls.filter((call) => call.text !== own);
  const definition: CallExample = { text: own, source: 'definition', within: '' };
  return isBest ? [definition, ...others] : [...others, definition];
}

/** A method is given its object, or its class, by the call. */
function givenParameters(item: SourceFunction, model: SourceModel, lines: LineIndex): Parameter[] {
  if (model.language !== 'python') {
    return item.parameters.map((name) => ({ name, isRequired: true }));
  }
  const parameters = parametersOf(headText(item, lines));
  const [first] = parameters;
  const isBound =
    model.functions[item.parent]?.kind === 'class' && /^(self|cls|mcs)$/.test(first?.name ?? '');
  return isBound ? parameters.slice(1) : parameters;
}

/** From behind the name to the body. */
function headText(item: SourceFunction, lines: LineIndex): string {
  return lines.text.slice(lines.offsetAt(item.nameRange.end), lines.offsetAt(item.bodyRange.start));
}

const largestTestFile = 500_000;

/** The files beside a Python file, or in a folder of tests beside it, that by their names test it. */
async function testsOf(file: string, syntax: SyntaxService): Promise<CallingFile[]> {
  const moduleName = path.basename(file, path.extname(file));
  const folder = path.dirname(file);
  const names = new Set([`test_${moduleName}.py`, `${moduleName}_test.py`]);
  const found: CallingFile[] = [];
  for (const place of [folder, path.join(folder, 'tests'), path.join(folder, '..', 'tests')]) {
    const entries = await readdir(place).catch(() => []);
    for (const name of entries.filter((entry) => names.has(entry))) {
      const calling = await callingFile(path.join(place, name), moduleName, syntax);
      if (calling !== undefined) found.push(calling);
    }
  }
  return found;
}

async function callingFile(
  file: string,
  moduleName: string,
  syntax: SyntaxService,
): Promise<CallingFile | undefined> {
  try {
    if ((await stat(file)).size > largestTestFile) return undefined;
    const bytes = await readFile(file);
    const model = await syntax.model(file, bytes, 'block');
    return model && { model, text: bytes.toString('utf8'), isTestFile: true, moduleName };
  } catch {
    // A file that cannot be read gives no examples.
    return undefined;
  }
}

function isTestFile(file: string): boolean {
  return /^(test_.*|.*_test)\.py$/.test(path.basename(file));
}
