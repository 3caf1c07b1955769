/** A rule as a model might write it: what a chat says must not reach `eval`. */
export interface ChatRule {
  readonly id?: string;
  /** The query of the sink. */
  readonly sink?: string;
}

const call = '((call function: (identifier) @name arguments: (argument_list (_) @sink)) (#eq? @name "eval"))';

export function chatRule({ id = 'python/chat-eval', sink = call }: ChatRule = {}): string {
  return `id: ${id}
title: Chat messages that are evaluated
severity: error
languages: [python]
message: '{sink} is evaluated, and comes from {source}.'
sources:
  - query: |
      ((call function: (_) @function) @source
        (#imported? @function "chat.read_message"))
sinks:
  - query: |
      ${sink}
examples:
  must:
    - code: |
        import chat
        eval(chat.read_message())
  mustNot:
    - code: |
        eval("1")
`;
}
