; Statements, what stands in them, rules and items. `outer` and `around` are two names for one thing, as are `inner` and
; `inside`. No node takes more than three names at once.
(file [
  (policy)
  (environment)
  (workload)
  (guard)
  (group)
  (continent)
  (country)
  (location)
  (flavor)
] @function.outer @function.around)
(body "<" _+ @function.inner @function.inside ">")
(rule) @parameter.outer @parameter.around
(rule) @parameter.inner @parameter.inside
(list (_) @entry.outer @entry.around)
(list (_) @entry.inner @entry.inside)
(comment)+ @comment.outer @comment.around
(comment) @comment.inner @comment.inside
