'use strict';
// Tries programs on tests. Each is loaded anew, with all modules of the project that it and its tests need.
const { Realm } = require('./realm.cjs');

const MOST_LATE = 4;
/** Where several tests have not ended, more of them hardly will. */
const MANY_LATE = 2;
const LEAST_SHARE = 0.2;
const PATIENCE = 10;

/**
 * @param request {file, roots, cwd, texts, sources, tests, limitMs, processorMs, stopAtFailure, each, blocks}. A source stands
 * for the text of `file`; `texts` has those of other files that are not JavaScript: [path, {text, format}]. `tests` are statements, or ids:
 * `path::title`. With `each`, the program is loaded anew for each test, and with `blocks`, so many, it says how often each of them ran.
 * @returns For each source {results, needs}: a result a test, up to the first that is not passed where `stopAtFailure` says so, and paths of files whose texts are missing.
 */
async function tryPrograms(request) {
  const realm = new Realm(startOf(request));
  const answers = [];
  for (const source of request.sources) {
    answers.push(request.each ? await observed(request, source, realm) : await tried(request, source, realm));
  }
  realm.end();
  return answers;
}

function startOf({ file, roots, cwd, texts, blocks }) {
  const counts = blocks === undefined ? undefined : new Float64Array(new SharedArrayBuffer(8 * blocks));
  return { file, roots, cwd, texts, counts };
}

async function tried(request, source, realm) {
  const { tests } = request;
  const loaded = await realm.ask({ kind: 'load', source, tests }, request);
  const results = [];
  for (const test of tests) {
    const result = loaded.status === undefined ? await realm.ask({ kind: 'test', test }, request) : loaded;
    results.push(told(result));
    const isOver = result.status === 'timeout' || result.status === 'crashed';
    if (isOver || (request.stopAtFailure && result.status !== 'passed')) break;
  }
  return { results, needs: loaded.needs ?? [] };
}

async function observed(request, source, realm) {
  const { counts } = realm.start;
  const results = [];
  const needs = new Set();
  let late = 0;
  let longest = 0;
  for (const test of request.tests) {
    const least = Math.max(LEAST_SHARE * request.processorMs, PATIENCE * longest);
    const limits =
      late >= MANY_LATE ? { ...request, processorMs: Math.min(request.processorMs, least) } : request;
    counts?.fill(0);
    const loaded = await realm.ask({ kind: 'load', source, tests: [test] }, limits);
    for (const file of loaded.needs ?? []) needs.add(file);
    const result = loaded.status === undefined ? await realm.ask({ kind: 'test', test }, limits) : loaded;
    if (result.status === 'timeout') late++;
    else longest = Math.max(longest, result.processorMs ?? 0);
    const ran = counts === undefined ? {} : { blocks: ranOf(counts) };
    results.push({ ...told(result), ...ran });
  }
  return { results, needs: [...needs] };
}

function ranOf(counts) {
  const ran = [];
  for (const [block, times] of counts.entries()) if (times > 0) ran.push([block, times]);
  return ran;
}

function told({ status, type, message, line, ms, processorMs }) {
  return { status, type, message, line, ms, processorMs };
}

/**
 * @param request {file, roots, cwd, texts, source, test, limitMs, processorMs}
 * @returns {ids, needs, problem}: of the tests in a file, in their order.
 */
async function collect(request) {
  const realm = new Realm(startOf(request));
  const answer = await realm.ask({ kind: 'collect', source: request.source, test: request.test }, request);
  realm.end();
  return {
    ids: answer.ids ?? [],
    files: answer.files ?? [],
    needs: answer.needs ?? [],
    problem: answer.message,
  };
}

/**
 * @param request {file, roots, cwd, texts, source, tests, limitMs, processorMs}
 * @returns For each test the calls of functions of the file that it makes from outside, as texts.
 */
async function recordedCalls(request) {
  const realm = new Realm(startOf(request));
  const found = [];
  for (const test of request.tests) {
    const loaded = await realm.ask(
      { kind: 'load', source: request.source, tests: [test], records: true },
      request,
    );
    if (loaded.status === undefined) await realm.ask({ kind: 'test', test }, request);
    const { calls } = loaded.status === undefined ? await realm.ask({ kind: 'calls' }, request) : {};
    found.push(calls ?? []);
  }
  realm.end();
  return found;
}

/**
 * @param request {file, roots, cwd, texts, source, expressions, limitMs, processorMs}
 * @returns For each expression `= ` and the text of its value, `! ` and the type of what it threw, or `timeout`.
 */
async function evaluate(request) {
  const { source, expressions } = request;
  const realm = new Realm(startOf(request));
  const load = () => realm.ask({ kind: 'load', source, tests: [''] }, request);
  let loaded = await load();
  const answers = [];
  let late = 0;
  for (const text of expressions) {
    if (loaded.status !== undefined || late === MOST_LATE) {
      answers.push(loaded.message ?? 'timeout');
      continue;
    }
    const { answer, status } = await realm.ask({ kind: 'evaluate', text }, request);
    answers.push(answer ?? status);
    if (answer !== undefined) continue;
    late++;
    loaded = await load();
  }
  realm.end();
  return answers;
}

module.exports = { collect, evaluate, recordedCalls, startOf, tryPrograms };
