; What binds names in Java. Captures: see bindings.ts.

(import_declaration) @import
(local_variable_declaration type: (_) @type declarator: (variable_declarator name: (identifier) @name value: (_)? @value))
(field_declaration type: (_) @type declarator: (variable_declarator name: (identifier) @name value: (_)? @value))
(formal_parameter type: (_) @type name: (identifier) @parameter)
(resource type: (_)? @type name: (identifier) @name value: (_) @value)
(catch_formal_parameter (catch_type (_) @type) name: (identifier) @name)
(enhanced_for_statement type: (_) @type name: (identifier) @name)
(instanceof_expression right: (_) @type name: (identifier) @name)
(inferred_parameters (identifier) @parameter)
(lambda_expression parameters: (identifier) @parameter)
(assignment_expression left: (identifier) @assigned right: (_) @value)
(class_declaration name: (identifier) @class superclass: (superclass (_) @super)? interfaces: (super_interfaces (type_list (_) @super))?)
(interface_declaration name: (identifier) @class)
(method_declaration type: (_) @type name: (identifier) @function)
(argument_list (identifier) @argument)
