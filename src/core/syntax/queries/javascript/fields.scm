; An initialiser of a field runs as a function of its own (ECMAScript, ClassFieldDefinitionEvaluation).

(field_definition property: (_) @name value: (_) @body @lambda) @definition
