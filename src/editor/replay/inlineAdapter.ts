import type { DebugSession } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import * as vscode from 'vscode';

/** A debug session that runs in the extension host, as VS Code takes it. */
export class InlineAdapter extends vscode.Disposable implements vscode.DebugAdapter {
  private readonly sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  readonly onDidSendMessage = this.sent.event;

  constructor(private readonly session: DebugSession) {
    super(() => {
      session.dispose();
      this.sent.dispose();
    });
    session.onDidSendMessage((message) => {
      this.sent.fire(message);
    });
  }

  handleMessage(message: vscode.DebugProtocolMessage): void {
    this.session.handleMessage(message as DebugProtocol.ProtocolMessage);
  }
}
