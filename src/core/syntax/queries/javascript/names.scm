; Names, calls, and the regions that give names their role; the innermost region decides, and of several on one node
; the one that stands last here. Where there is no region, a name is read. Captures: see names.ts.

(identifier) @name
(shorthand_property_identifier) @name
(shorthand_property_identifier_pattern) @name

(yield_expression) @yield
(call_expression function: (_) @callee) @call
(new_expression constructor: (_) @callee) @call

; --- definitions ---

(function_declaration name: (_) @write)
(generator_function_declaration name: (_) @write)
(class_declaration name: (_) @write)
(function_expression name: (_) @ignore)
(generator_function name: (_) @ignore)
(class name: (_) @ignore)

(variable_declarator name: (_) @write)
(assignment_expression left: (_) @write)
(augmented_assignment_expression left: (_) @update)
(update_expression argument: (_) @update)
(for_in_statement left: (_) @write)
(catch_clause parameter: (_) @write)

(import_clause (identifier) @write)
(namespace_import (identifier) @write)
(import_specifier !alias name: (_) @write)
(import_specifier name: (_) @ignore alias: (_) @write)
(export_specifier alias: (_) @ignore)
(export_statement (export_clause) @ignore source: (_))
(namespace_export) @ignore

; --- what stands inside a target and is only read ---

(assignment_pattern right: (_) @read)
(object_assignment_pattern right: (_) @read)
(computed_property_name) @read
(member_expression) @member
(subscript_expression) @read
