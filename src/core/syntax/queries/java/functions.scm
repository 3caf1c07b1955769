; Bodies of code with a frame of their own. Captures: see functions.ts.

(method_declaration name: (_) @name parameters: (_) @parameters body: (_) @body) @method
(constructor_declaration name: (_) @name parameters: (_) @parameters body: (_) @body) @method
(compact_constructor_declaration name: (_) @name body: (_) @body) @method
(lambda_expression parameters: (_) @parameters body: (_) @body) @lambda
(static_initializer "static" @name (block) @body) @method
(class_body (block) @body @method)

; An initialiser runs before the body of the constructor, or with the static ones.
(field_declaration declarator: (variable_declarator name: (_) @name value: (_) @body @lambda)) @definition
(constant_declaration declarator: (variable_declarator name: (_) @name value: (_) @body @lambda)) @definition

; Classes are part of the paths of their functions.
(class_declaration name: (_) @name body: (_) @body) @container
(interface_declaration name: (_) @name body: (_) @body) @container
(enum_declaration name: (_) @name body: (_) @body) @container
(record_declaration name: (_) @name body: (_) @body) @container
(annotation_type_declaration name: (_) @name body: (_) @body) @container
(enum_constant name: (_) @name body: (_) @body) @container
(object_creation_expression (class_body) @body) @container

(local_variable_declaration
  declarator: (variable_declarator name: (_) @name value: (lambda_expression) @named)) @definition
