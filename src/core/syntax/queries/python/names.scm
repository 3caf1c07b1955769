; Names, calls, and the regions that give names their role; the innermost region decides, and of several on one node
; the one that stands last here. Where there is no region, a name is read. Captures: see names.ts.

(identifier) @name

(yield) @yield
(call function: (_) @callee) @call

; --- definitions ---

(function_definition name: (identifier) @write)
(class_definition name: (identifier) @write)
(default_parameter value: (_) @read)
(typed_default_parameter value: (_) @read)
(parameters (_ type: (_) @read))

(assignment left: (_) @write)
(assignment left: (identifier) @ignore type: (_) !right)
(assignment type: (_) @annotation)
(augmented_assignment left: (_) @update)
(named_expression name: (_) @write)
(type_alias_statement left: (_) @write)
(for_statement left: (_) @write)
(as_pattern alias: (_) @write)
(delete_statement (_) @write)

(global_statement (identifier) @ignore)
(nonlocal_statement (identifier) @ignore)

; --- imports: `import a.b` binds `a` ---

(import_statement name: (dotted_name . (identifier) @write))
(import_statement name: (dotted_name (identifier) (identifier) @ignore))
(import_from_statement module_name: (_) @ignore)
(import_from_statement name: (dotted_name (identifier) @write))
(future_import_statement name: (dotted_name (identifier) @write))
(aliased_import name: (_) @ignore alias: (identifier) @write)

; --- match: a bare name is a capture, a dotted one a value, `_` neither ---

(case_pattern (dotted_name . (identifier) @write .))
(union_pattern (dotted_name . (identifier) @write .))
(dict_pattern value: (case_pattern (dotted_name . (identifier) @write .)))
(keyword_pattern (dotted_name . (identifier) @write .))
(keyword_pattern . (identifier) @ignore)
(class_pattern (dotted_name) @read)
(dotted_name (identifier) "." (identifier) @ignore)
(splat_pattern (identifier) @write)
(as_pattern (case_pattern) (identifier) @write)

; --- what stands inside a target and is only read ---

(attribute) @member
(subscript) @read
(keyword_argument name: (identifier) @ignore)

; --- names of a comprehension or of type parameters live and die with it ---

(list_comprehension) @scope
(set_comprehension) @scope
(dictionary_comprehension) @scope
(generator_expression) @scope
(for_in_clause left: (_) @bind)
(list_comprehension . body: (_) . (for_in_clause right: (_) @outside))
(set_comprehension . body: (_) . (for_in_clause right: (_) @outside))
(dictionary_comprehension . body: (_) . (for_in_clause right: (_) @outside))
(generator_expression . body: (_) . (for_in_clause right: (_) @outside))

(function_definition type_parameters: (_)) @scope
(class_definition type_parameters: (_)) @scope
(function_definition type_parameters: (type_parameter (type) @bind))
(class_definition type_parameters: (type_parameter (type) @bind))
(type_alias_statement) @scope
(type_alias_statement left: (type (generic_type (type_parameter (type) @bind))))
(constrained_type (type) (type) @read)
