; What stands in brackets is indented once; the bracket that closes is not. Each editor has its own names for that.
[
  (body)
  (list)
] @indent @indent.begin

(body ">" @end @outdent @indent.branch @indent.end) @indent
(list "]" @end @outdent @indent.branch @indent.end) @indent
