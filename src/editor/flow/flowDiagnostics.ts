// Findings as entries of the Problems view, with the way of the value as related information.
import * as vscode from 'vscode';
import type { ReportedFinding, Severity } from '../../core/dataflow/report';
import type { FlowStore } from './flowStore';
import { feasibilityText, plain, stopsOf } from './flowText';
import { rangeOf } from './pathMarks';

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  note: vscode.DiagnosticSeverity.Information,
};

export class FlowDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('witness.flow');
  private readonly listening: vscode.Disposable;
  private readonly findings = new WeakMap<vscode.Diagnostic, ReportedFinding>();

  constructor(private readonly store: FlowStore) {
    this.listening = vscode.Disposable.from(
      store.onDidChange(() => {
        this.update();
      }),
      // What no longer stands where it was must not be claimed; saving asks again.
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.some(({ range, text }) => range.isSingleLine && !text.includes('\n'))) return;
        if (contentChanges.length > 0) this.collection.delete(document.uri);
      }),
    );
  }

  /** The finding that a diagnostic of a document tells. */
  findingOf(uri: vscode.Uri, diagnostic: vscode.Diagnostic): ReportedFinding | undefined {
    const own = (this.collection.get(uri) ?? []).find(
      ({ range, message }) => range.isEqual(diagnostic.range) && message === diagnostic.message,
    );
    return own && this.findings.get(own);
  }

  dispose(): void {
    this.listening.dispose();
    this.collection.dispose();
  }

  private update(): void {
    const byFile = new Map<string, vscode.Diagnostic[]>();
    for (const finding of this.store.open) {
      const diagnostic = diagnosticOf(finding);
      this.findings.set(diagnostic, finding);
      byFile.set(finding.sink.file, [...(byFile.get(finding.sink.file) ?? []), diagnostic]);
    }
    this.collection.clear();
    // One message to the window rather than one a file.
    this.collection.set([...byFile].map(([file, diagnostics]) => [vscode.Uri.file(file), diagnostics]));
  }
}

function diagnosticOf(finding: ReportedFinding): vscode.Diagnostic {
  const { message, level, sink, severity, rule, cwe, feasibility, path, doubt } = finding;
  const known = [level, doubt && plain(doubt), feasibilityText(feasibility)];
  const text = [plain(message), `(${known.filter(Boolean).join(', ')})`].join(' ');
  // What a model says is no error yet.
  const shown = level === 'claimed' ? vscode.DiagnosticSeverity.Information : severities[severity];
  const diagnostic = new vscode.Diagnostic(rangeOf(sink), text, shown);
  diagnostic.source = 'Witness';
  const [number] = cwe;
  const target = number && vscode.Uri.parse(`https://cwe.mitre.org/data/definitions/${number}.html`);
  diagnostic.code = target ? { value: rule, target } : rule;
  diagnostic.relatedInformation = stopsOf(path).map(
    (stop, index) =>
      new vscode.DiagnosticRelatedInformation(
        new vscode.Location(vscode.Uri.file(stop.file), rangeOf(stop)),
        `${index + 1} ${stop.kind}: ${stop.text}`,
      ),
  );
  return diagnostic;
}
