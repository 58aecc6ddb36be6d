; Comments may hold what editors look for in those of every language.
((comment) @injection.content
  (#set! injection.language "comment"))
