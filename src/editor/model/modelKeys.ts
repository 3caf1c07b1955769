// Keys of providers, each under the address that it is for: none is ever sent to another one.
import type * as vscode from 'vscode';

export class ModelKeys {
  constructor(private readonly secrets: vscode.SecretStorage) {}

  async of(address: string): Promise<string | undefined> {
    return this.secrets.get(keyName(address));
  }

  async set(address: string, key: string): Promise<void> {
    await this.secrets.store(keyName(address), key);
  }

  async clear(address: string): Promise<void> {
    await this.secrets.delete(keyName(address));
  }
}

function keyName(address: string): string {
  return `witness.model.key ${new URL(address).origin}`;
}
