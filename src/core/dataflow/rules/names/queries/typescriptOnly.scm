; What JavaScript's grammar does not have.

(variable_declarator name: (identifier) @name type: (type_annotation (_) @type)? value: (_)? @value)
(required_parameter pattern: (identifier) @parameter type: (type_annotation (_) @type)?)
(optional_parameter pattern: (identifier) @parameter type: (type_annotation (_) @type)?)
(public_field_definition name: (property_identifier) @field type: (type_annotation (_) @type)? value: (_)? @value)
(class_declaration name: (type_identifier) @class (class_heritage (extends_clause value: (_) @super))?)
