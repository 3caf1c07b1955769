; What TypeScript's grammar has otherwise.

(variable_declarator name: (identifier) @name value: (_)? @value)
(formal_parameters (identifier) @parameter)
(formal_parameters (assignment_pattern left: (identifier) @parameter))
(class_declaration name: (identifier) @class (class_heritage (_) @super)?)
