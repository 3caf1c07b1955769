; Bodies of code with a frame of their own. Captures: see functions.ts.

(function_declaration name: (_) @name parameters: (_) @parameters body: (_) @body) @function
(generator_function_declaration name: (_) @name parameters: (_) @parameters body: (_) @body) @function
(function_expression name: (_)? @name parameters: (_) @parameters body: (_) @body) @function
(generator_function name: (_)? @name parameters: (_) @parameters body: (_) @body) @function
(arrow_function parameters: (_) @parameters body: (_) @body) @lambda
(arrow_function parameter: (_) @parameters body: (_) @body) @lambda
(method_definition name: (_) @name parameters: (_) @parameters body: (_) @body) @method
(class_static_block "static" @name body: (_) @body) @method

; Classes, and objects with a name, are part of the paths of their functions.
(class_declaration name: (_) @name body: (_) @body) @container
(class name: (_)? @name body: (_) @body) @container
(variable_declarator name: (identifier) @name value: (object) @body @container)

; --- what has no name of its own takes that of what it is assigned to ---

(variable_declarator
  name: (identifier) @name
  value: [(arrow_function) (function_expression) (generator_function) (class)] @named) @definition
(assignment_expression
  left: [(identifier) @name (member_expression property: (_) @name)]
  right: [(arrow_function) (function_expression) (generator_function) (class)] @named) @definition
(pair
  key: (_) @name
  value: [(arrow_function) (function_expression) (generator_function) (class)] @named) @definition
(export_statement
  "default" @name
  value: [(arrow_function) (function_expression) (generator_function) (class)] @named) @definition

(export_statement
  declaration: [(function_declaration) (generator_function_declaration)] @named) @definition

; --- tests and groups of tests are named by their titles ---

(call_expression
  function: [
    (identifier) @_runner
    (member_expression object: (identifier) @_runner property: (_) @_mode)
    (call_expression function: (member_expression object: (identifier) @_runner property: (_) @_mode))
  ]
  arguments: (arguments
    . [(string) @name (template_string) @name (_)]
    [(arrow_function) (function_expression)] @test)
  (#any-of? @_runner "it" "test" "specify")
  (#not-any-of? @_mode "describe" "before" "beforeEach" "beforeAll" "after" "afterEach" "afterAll" "step")) @definition

(call_expression
  function: [
    (identifier) @_group
    (member_expression object: (identifier) @_group)
    (member_expression object: (identifier) @_runner property: (_) @_group)
  ]
  arguments: (arguments . [(string) (template_string)] @name [(arrow_function) (function_expression)] @named)
  (#any-of? @_group "describe" "suite" "context")) @definition
