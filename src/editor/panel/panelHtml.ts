// The page of a recording, before it is filled. Nothing may run in it but our script, and nothing is fetched.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { PanelTexts } from '../../protocol/panel';

export function panelHtml(webview: vscode.Webview, extension: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const address = (...parts: string[]): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extension, ...parts)).toString();
  const policy = `default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  const button = (motion: string, label: string, sign: string): string =>
    `<button type="button" data-motion="${motion}" aria-label="${escaped(label)}" title="${escaped(label)}">${sign}</button>`;
  const texts = panelTexts();
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${address('media', 'panel', 'recording.css')}">
<title>Witness</title>
</head>
<body data-texts="${escaped(JSON.stringify(texts))}">
<header>
<h1 id="title"></h1>
<div class="facts"><span id="outcome"></span><span id="evidence"></span><span id="position" aria-live="polite"></span></div>
<div class="bar" role="toolbar" aria-label="${escaped(texts.position)}">
${button('start', vscode.l10n.t('Start (Home)'), '«')}
${button('back', vscode.l10n.t('Step back (Left)'), '←')}
${button('forward', vscode.l10n.t('Step forward (Right)'), '→')}
${button('into', vscode.l10n.t('Step into (Down)'), '↓')}
${button('out', vscode.l10n.t('Step out (Up)'), '↑')}
${button('end', vscode.l10n.t('End (End)'), '»')}
${button('raise', vscode.l10n.t('Go to the raise (R)'), '×')}
<input id="slider" type="range" min="1" max="1" value="1" aria-label="${escaped(texts.position)}">
</div>
<div id="timeline" role="img" aria-label="${escaped(texts.timeline)}"></div>
</header>
<main>
<button id="earlier" class="more" type="button" hidden>${escaped(texts.earlier)}</button>
<ol id="cards" aria-label="${escaped(texts.cards)}"></ol>
<button id="later" class="more" type="button" hidden>${escaped(texts.later)}</button>
<p id="incomplete" hidden>${escaped(texts.incomplete)}</p>
</main>
<script nonce="${nonce}" src="${address('dist', 'webview', 'recordingPage.js')}"></script>
</body>
</html>`;
}

function panelTexts(): PanelTexts {
  return {
    position: vscode.l10n.t('Position in the recording'),
    timeline: vscode.l10n.t('Depth of calls over the recording, with marks where something was raised'),
    earlier: vscode.l10n.t('Earlier'),
    later: vscode.l10n.t('Later'),
    cards: vscode.l10n.t('Blocks in the order in which they ran'),
    line: vscode.l10n.t('line'),
    iterations: vscode.l10n.t('{0} more iterations like this'),
    calls: vscode.l10n.t('{0} more calls like this'),
    incomplete: vscode.l10n.t(
      'Only the beginning of this very long recording is told here; step to see the rest.',
    ),
  };
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
