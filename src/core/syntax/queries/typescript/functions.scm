; What TypeScript adds to javascript/functions.scm.

(abstract_class_declaration name: (_) @name body: (_) @body) @container
(public_field_definition name: (_) @name value: (_) @body @lambda) @definition

; A namespace is a body that runs once, where it stands.
(internal_module name: (_) @name body: (_) @body) @module
(module name: (_) @name body: (_) @body) @module
(ambient_declaration) @body @ambient
