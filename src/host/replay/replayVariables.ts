// The variables of a stop as the debugger's views ask for them: level by level, taken apart when opened.
import { Handles } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { VariableState } from '../../core/trace/frameState';
import { hasParts, partsOf, type ValuePart } from '../../core/trace/values/structure';

type Container =
  | { readonly kind: 'scope'; readonly variables: readonly VariableState[] }
  | { readonly kind: 'value'; readonly text: string; readonly path: string };

export class ReplayVariables {
  private readonly handles = new Handles<Container>();

  /** The program moves on: what was handed out means nothing any more. */
  reset(): void {
    this.handles.reset();
  }

  scope(variables: readonly VariableState[]): number {
    return this.handles.create({ kind: 'scope', variables });
  }

  /** 0 where a value has no parts. */
  reference(text: string, path: string): number {
    return hasParts(text) ? this.handles.create({ kind: 'value', text, path }) : 0;
  }

  of(reference: number): DebugProtocol.Variable[] {
    const container = this.handles.get(reference, { kind: 'scope', variables: [] });
    if (container.kind === 'scope') return container.variables.map((state) => this.variable(state));
    return partsOf(container.text).map((part) => this.part(part, container.path));
  }

  private variable({ name, value, isCertain }: VariableState): DebugProtocol.Variable {
    if (value === undefined) {
      return {
        name,
        value: 'not recorded here',
        variablesReference: 0,
        presentationHint: { attributes: ['readOnly'], kind: 'virtual' },
      };
    }
    return {
      name,
      value: isCertain ? value.text : `${value.text} (when last recorded)`,
      variablesReference: this.reference(value.text, name),
      type: value.type,
      evaluateName: name,
      presentationHint: { attributes: ['readOnly'] },
    };
  }

  private part({ name, text, kind }: ValuePart, path: string): DebugProtocol.Variable {
    const evaluateName = kind === 'attribute' ? `${path}.${name}` : `${path}[${name}]`;
    return {
      name,
      value: text,
      variablesReference: this.reference(text, evaluateName),
      evaluateName,
      presentationHint: { attributes: ['readOnly'], kind: 'property' },
    };
  }
}
