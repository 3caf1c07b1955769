; What TypeScript adds to javascript/names.scm. Types hold no variables.

(class_declaration name: (type_identifier) @name)
(abstract_class_declaration name: (type_identifier) @name @write)
(enum_declaration name: (_) @write)
(internal_module name: [(identifier) @write (nested_identifier . (identifier) @write)])
(module name: (identifier) @write)
(import_alias . (identifier) @write)
(import_require_clause (identifier) @write)
(import_specifier "type") @ignore

(required_parameter value: (_) @read)
(optional_parameter value: (_) @read)
(required_parameter (decorator) @ignore)
(optional_parameter (decorator) @ignore)

(type_annotation) @ignore
(type_arguments) @ignore
(type_parameters) @ignore
(type_predicate_annotation) @ignore
(asserts_annotation) @ignore
(implements_clause) @ignore
(as_expression . (_) . (_) @ignore)
(satisfies_expression . (_) . (_) @ignore)
(index_signature) @ignore
(method_signature) @ignore
(abstract_method_signature) @ignore
(function_signature) @ignore
(interface_declaration) @ignore
(type_alias_declaration) @ignore
(ambient_declaration) @ignore
