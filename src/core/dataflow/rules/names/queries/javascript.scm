; What binds names in JavaScript, and in TypeScript where it is the same. Captures: see bindings.ts.

(import_statement (import_clause (identifier) @default) source: (string) @module)
(import_statement (import_clause (namespace_import (identifier) @namespace)) source: (string) @module)
(import_statement (import_clause (named_imports (import_specifier name: (identifier) @member alias: (identifier)? @alias))) source: (string) @module)
(variable_declarator name: (object_pattern (shorthand_property_identifier_pattern) @name @property) value: (_) @object)
(variable_declarator name: (object_pattern (object_assignment_pattern left: (shorthand_property_identifier_pattern) @name @property)) value: (_) @object)
(variable_declarator name: (object_pattern (pair_pattern key: (_) @property value: (identifier) @name)) value: (_) @object)
(assignment_expression left: (identifier) @assigned right: (_) @value)
(assignment_expression left: (member_expression object: (this) @self property: (property_identifier) @field) right: (_) @value)
(arrow_function parameter: (identifier) @parameter)
(function_declaration name: (identifier) @function)
(arguments (identifier) @argument)
