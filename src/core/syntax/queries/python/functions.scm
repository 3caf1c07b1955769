; Bodies of code with a frame of their own. Captures: see functions.ts.

(function_definition name: (identifier) @name parameters: (_) @parameters body: (_) @body) @function
(class_definition name: (identifier) @name body: (_) @body) @class
(lambda parameters: (_)? @parameters body: (_) @body) @lambda

(decorated_definition definition: (_) @named) @definition
