import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a workbench page is to open. All paths are absolute. */
export interface WorkbenchRequest {
  readonly port: number;
  /** A folder or a .code-workspace file; none opens an empty window. */
  readonly workspace?: string | undefined;
  readonly files?: readonly string[];
  readonly extensionDevelopmentPaths?: readonly string[];
  readonly extensionTestsPath?: string | undefined;
  readonly disableExtensions?: boolean;
}

/** The address at which VS Code's server shows a workbench. */
export function workbenchUrl(request: WorkbenchRequest): string {
  const authority = `localhost:${request.port}`;
  const remote = (file: string): string => `vscode-remote://${authority}${pathToFileURL(file).pathname}`;
  const payload: [string, string][] = [['skipWelcome', 'true']];
  for (const folder of request.extensionDevelopmentPaths ?? []) {
    payload.push(['extensionDevelopmentPath', remote(folder)]);
  }
  if (request.extensionTestsPath !== undefined) {
    payload.push(['extensionTestsPath', remote(request.extensionTestsPath)]);
  }
  if (request.disableExtensions === true) payload.push(['disableExtensions', 'true']);
  for (const file of request.files ?? []) payload.push(['openFile', remote(file)]);

  const query = new URLSearchParams(workspaceQuery(request.workspace));
  query.set('payload', JSON.stringify(payload));
  return `http://${authority}/?${query.toString()}`;
}

function workspaceQuery(workspace: string | undefined): Record<string, string> {
  if (workspace === undefined) return { ew: 'true' };
  return path.extname(workspace) === '.code-workspace' ? { workspace } : { folder: workspace };
}
