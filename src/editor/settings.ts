import * as vscode from 'vscode';

/** Every setting below `witness.`, with its default; the manifest says the same. */
export const settingDefaults = {
  'codeLens.enabled': true,
  'flow.refreshOnSave': true,
  'inlineValues.enabled': true,
  'inlineValues.maxLength': 60,
  'model.budget': 100000,
  'model.endpoint': '',
  'model.name': '',
  'model.provider': 'none',
  'python.interpreter': '',
  'trace.live': false,
  'trace.timeLimit': 10,
};

export type SettingName = keyof typeof settingDefaults;

/** The value of a setting for a document or folder. */
export function setting<S extends SettingName>(
  name: S,
  scope?: vscode.ConfigurationScope,
): (typeof settingDefaults)[S] {
  return vscode.workspace.getConfiguration('witness', scope ?? null).get(name, settingDefaults[name]);
}

/** Calls back when one of these settings changes. */
export function onSettingChange(names: readonly SettingName[], changed: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`witness.${name}`))) changed();
  });
}
