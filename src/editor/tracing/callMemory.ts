import * as vscode from 'vscode';

const key = 'witness.calls';
const remembered = 300;

/** The calls that people gave for functions, kept with the workspace; the newest ones win. */
export class CallMemory {
  constructor(private readonly state: vscode.Memento) {}

  get(document: vscode.TextDocument, functionPath: string): string | undefined {
    return this.calls().find(([name]) => name === nameOf(document, functionPath))?.[1];
  }

  /** @param call Undefined forgets. */
  async set(document: vscode.TextDocument, functionPath: string, call: string | undefined): Promise<void> {
    const name = nameOf(document, functionPath);
    const others = this.calls().filter(([known]) => known !== name);
    const newest: [string, string][] = call === undefined ? [] : [[name, call]];
    await this.state.update(key, [...newest, ...others].slice(0, remembered));
  }

  private calls(): [name: string, call: string][] {
    return this.state.get(key, []);
  }
}

function nameOf(document: vscode.TextDocument, functionPath: string): string {
  return `${vscode.workspace.asRelativePath(document.uri, true)}#${functionPath}`;
}
