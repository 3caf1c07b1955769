; Names, calls, and the regions that give names their role; the innermost region decides, and of several on one node
; the one that stands last here. Where there is no region, a name is read. Captures: see names.ts.

(identifier) @name

(method_invocation) @call @callee
(object_creation_expression type: (_) @callee) @call
(explicit_constructor_invocation constructor: (_) @callee) @call

; --- what is no variable ---

(package_declaration (_) @ignore)
(import_declaration (_) @ignore)
(marker_annotation) @ignore
(annotation) @ignore
(method_invocation name: (_) @ignore)
(method_reference (_) (identifier) @ignore .)
(labeled_statement . (identifier) @ignore)
(break_statement (identifier) @ignore)
(continue_statement (identifier) @ignore)
(class_declaration name: (_) @ignore)
(interface_declaration name: (_) @ignore)
(enum_declaration name: (_) @ignore)
(record_declaration name: (_) @ignore)
(method_declaration name: (_) @ignore)
(constructor_declaration name: (_) @ignore)
(compact_constructor_declaration name: (_) @ignore)
((switch_label (identifier) @ignore) (#eq? @ignore "default"))
(record_pattern . (identifier) @ignore)

; --- definitions ---

(variable_declarator name: (_) @write)
(formal_parameter name: (_) @write)
(catch_formal_parameter name: (_) @write)
(resource name: (_) @write)
(enhanced_for_statement name: (_) @write)
(instanceof_expression name: (_) @write)
(type_pattern (identifier) @write)
(record_pattern_component (identifier) @write)
(assignment_expression left: (_) @write)
(update_expression (_) @update)

; --- what stands inside a target and is only read ---

(field_access) @member
(array_access) @read
