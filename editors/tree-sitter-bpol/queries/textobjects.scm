; Statements, what stands in them, rules and items. `outer` and `around` are two names for one thing, as are `inner` and
; `inside`.
(file (_) @function.outer @function.around)
(body "<" . (_) @function.inner @function.inside . ">")
(rule) @parameter.outer @parameter.around @parameter.inner @parameter.inside
(list (_) @entry.inner @entry.inside @entry.outer @entry.around)
(comment)+ @comment.outer @comment.around @comment.inner @comment.inside
