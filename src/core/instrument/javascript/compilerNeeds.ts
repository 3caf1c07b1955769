// Which TypeScript is more than JavaScript with types to be taken out.
import type { Node } from 'web-tree-sitter';
import { isOnlyTypes } from './declarations';

/**
 * Whether a text has to be compiled: decorators, namespaces with code in them, aliases of names, and, where fields of
 * classes are assigned instead of defined, fields.
 */
export function needsCompiler(root: Node, { definesFields }: { readonly definesFields: boolean }): boolean {
  if (root.descendantsOfType(['decorator', 'import_alias']).length > 0) return true;
  if (!definesFields && root.descendantsOfType('public_field_definition').length > 0) return true;
  return root
    .descendantsOfType(['internal_module', 'module'])
    .some((node) => node.parent?.type !== 'ambient_declaration' && !isOnlyTypes(node));
}
