// What package.json promises, against the sources. That commands are registered is tested in VS Code.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { commandsInSource, settingsInSource } from '../../support/manifest/declared';
import { type Manifest, readManifest, readStrings, whenClauses } from '../../support/manifest/manifest';

const traceableLanguages = ['python', 'javascript', 'javascriptreact', 'typescript', 'typescriptreact'];
const manifest: Manifest = readManifest();
const strings = readStrings();
const { commands, configuration, colors, keybindings, menus, submenus } = manifest.contributes;
const views = Object.values(manifest.contributes.views).flat();
const sources = readdirSync('src/editor', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && path.basename(file) !== 'settings.ts')
  .map((file) => readFileSync(path.join('src/editor', file), 'utf8'))
  .join('\n');
const pageStyle = readFileSync('media/panel/recording.css', 'utf8');
/** What the items of trees are, for the conditions of their menus. */
const contextValues = new Set([
  ...['finding', 'finding-python', 'suppressed-file', 'suppressed-comment', 'missing', 'fix', 'suspect'],
  ...['comment-open', 'comment-outdated', 'comment-resolved', 'comment-dismissed'],
]);
const settings = configuration.flatMap(({ properties }) => Object.entries(properties));

describe('the manifest', () => {
  it('declares the commands that the sources know, each with a category and a title', () => {
    assert.deepEqual(commands.map(({ command }) => command).sort(), commandsInSource().sort());
    for (const { command, category, title } of commands) {
      assert.equal(category, 'Witness', command);
      assert.match(strings[title.slice(1, -1)] ?? '', /^[A-Z]/, command);
    }
  });

  it('declares the settings that the sources read, with the same defaults', () => {
    const read = settingsInSource();
    assert.deepEqual(settings.map(([name]) => name).sort(), Object.keys(read).sort());
    for (const [name, { default: value }] of settings) assert.deepEqual(value, read[name], name);
  });

  it('gives each setting a scope, an order and a description in Markdown', () => {
    const scopes = [
      'machine-overridable',
      'resource',
      'window',
      'language-overridable',
      'machine',
      'application',
    ];
    for (const [name, { scope, order, markdownDescription }] of settings) {
      assert.ok(scopes.includes(scope ?? ''), `${name} has scope ${scope ?? 'none'}`);
      assert.equal(typeof order, 'number', name);
      assert.match(markdownDescription ?? '', /^%.+%$/, name);
    }
  });

  it('uses every setting somewhere', () => {
    const unused = settings.filter(([name]) => !sources.includes(`'${name.replace('witness.', '')}'`));
    assert.deepEqual(
      unused.map(([name]) => name),
      [],
    );
  });

  it('declares the colours that the sources draw with, and no others', () => {
    const drawn = [...sources.matchAll(/'(witness\.\w+(?:Foreground|Background|Border))'/g)];
    const inPages = [...pageStyle.matchAll(/--vscode-witness-(\w+)/g)].map(
      ([, name]) => `witness.${name ?? ''}`,
    );
    const used = new Set([...drawn.map(([, id]) => id ?? ''), ...inPages]);
    assert.deepEqual(colors.map(({ id }) => id).sort(), [...used].sort());
  });

  it('declares the views that the sources fill, and no others', () => {
    const filled = [...sources.matchAll(/createTreeView\('([\w.]+)'/g)].map(([, id]) => id ?? '');
    assert.deepEqual(views.map(({ id }) => id).sort(), filled.sort());
  });

  it('puts nothing into the titles of views and the menus of their items that does not say where it belongs', () => {
    const ids = new Set(views.map(({ id }) => id));
    for (const place of ['view/title', 'view/item/context']) {
      for (const { command, when } of menus[place] ?? []) {
        const view = /\bview == ([\w.]+)/.exec(when ?? '')?.[1];
        assert.ok(view !== undefined && ids.has(view), `${command ?? ''} in ${place}: ${when ?? 'always'}`);
      }
    }
    const items = (menus['view/item/context'] ?? []).map(
      ({ when }) => /viewItem =[=~] (?:'|\/\^)?([\w-]+)/.exec(when ?? '')?.[1],
    );
    for (const item of items) assert.ok(item !== undefined && contextValues.has(item), item);
  });

  it('leads to each command: from the palette, a menu, a key, a link or a button', () => {
    const hidden = new Set(
      (menus['commandPalette'] ?? []).flatMap(({ command, when }) =>
        when === 'false' ? (command ?? []) : [],
      ),
    );
    const elsewhere = new Set(
      Object.entries(menus).flatMap(([place, items]) =>
        place === 'commandPalette' ? [] : items.map(({ command }) => command),
      ),
    );
    for (const { command, icon } of commands) {
      const isLink = sources.includes(`commandOf('${command}'`);
      assert.ok(!hidden.has(command) || isLink || elsewhere.has(command), `${command} leads nowhere`);
      const isButton = ['view/title', 'editor/title'].some((place) =>
        menus[place]?.some(
          (item) => item.command === command && item.group?.startsWith('navigation') === true,
        ),
      );
      assert.ok(!isButton || icon !== undefined, `${command} is a button without a picture`);
    }
  });

  it('has a text for every key, and no text without one', () => {
    const used = [...JSON.stringify(manifest).matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key ?? '');
    assert.deepEqual([...new Set(used)].sort(), Object.keys(strings).sort());
  });

  it('asks in its conditions only for keys that someone sets', () => {
    const own = [...readFileSync('src/editor/contextKeys.ts', 'utf8').matchAll(/'(witness\.\w+)'/g)].map(
      ([, key]) => key ?? '',
    );
    const known = new Set([
      ...own,
      ...[
        'isWorkspaceTrusted',
        'editorLangId',
        'editorTextFocus',
        'resourceScheme',
        'python',
        'file',
        'debugState',
        'stopped',
        'missing',
        'isInDiffEditor',
        'recording',
      ],
      ...['false', 'view', 'viewItem', ...views.map(({ id }) => id)],
      ...['java', 'javascript', 'javascriptreact', 'typescript', 'typescriptreact'],
      ...[
        'finding',
        'suppressed',
        'comment',
        'fix',
        'suspect',
        'refined',
        'witness',
        'controllerId',
        'tests',
      ],
      ...['commentController', 'commentThread', 'open', 'outdated', 'resolved', 'dismissed'],
    ]);
    const asked = whenClauses(manifest).flatMap((clause) => clause.match(/[\w.]+/g) ?? []);
    assert.deepEqual(
      asked.filter((key) => !known.has(key)),
      [],
    );
  });

  it('puts only commands and submenus that exist into its menus', () => {
    const ids = new Set(commands.map(({ command }) => command));
    const subs = new Set(submenus.map(({ id }) => id));
    for (const item of Object.values(menus).flat()) {
      const exists = item.command === undefined ? subs.has(item.submenu ?? '') : ids.has(item.command);
      assert.ok(exists, JSON.stringify(item));
    }
  });

  it('has keys only below a prefix of its own, and only where they mean something', () => {
    const ids = new Set(commands.map(({ command }) => command));
    for (const { command, key, mac, when } of keybindings) {
      assert.ok(ids.has(command), command);
      assert.match(key, /^ctrl\+alt\+w \S+$/, command);
      assert.match(mac, /^ctrl\+cmd\+w \S+$/, command);
      assert.ok(when, command);
    }
    const keys = keybindings.map(({ key }) => key);
    assert.deepEqual(keys, [...new Set(keys)]);
  });

  it('says in each empty view what it is for, with one button', () => {
    for (const { id, name, icon } of views) {
      assert.match(strings[name.slice(1, -1)] ?? '', /^[A-Z]/, id);
      assert.ok(readFileSync(icon ?? '').length > 0, id);
      const texts = manifest.contributes.viewsWelcome.filter(({ view }) => view === id);
      assert.ok(texts.length > 0, id);
      for (const { contents } of texts) {
        assert.match(strings[contents.slice(1, -1)] ?? '', /^[^[]+\n\[[^\]]+\]\(command:[\w.]+\)$/, id);
      }
    }
  });

  it('gives each colour a default for each kind of theme', () => {
    for (const { id, defaults } of colors) {
      assert.deepEqual(
        Object.keys(defaults).sort(),
        ['dark', 'highContrast', 'highContrastLight', 'light'],
        id,
      );
    }
  });

  it('runs nothing before the workspace is trusted', () => {
    const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
    assert.equal(untrustedWorkspaces.supported, 'limited');
    assert.deepEqual(untrustedWorkspaces.restrictedConfigurations, ['witness.python.interpreter']);
    assert.equal(virtualWorkspaces.supported, 'limited');
    const running = commands.filter(({ command }) => /^witness\.(traceFunction|debugTest)/.test(command));
    assert.ok(running.every(({ enablement }) => enablement?.includes('isWorkspaceTrusted') === true));
  });

  it('is activated by files that can be traced, replays and pages alone, besides by its own commands', () => {
    assert.deepEqual(manifest.activationEvents, [
      ...traceableLanguages.map((language) => `onLanguage:${language}`),
      ...['onDebugResolve:witness', 'onWebviewPanel:witness.recordingPanel'],
    ]);
  });

  it('has an icon of at least 128 by 128 pixels', () => {
    const png = readFileSync(manifest.icon);
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.ok(png.readUInt32BE(16) >= 128 && png.readUInt32BE(20) >= 128);
  });
});
