; Bodies and lists over several lines, and comments one below the other.
[
  (body)
  (list)
] @fold

(comment)+ @fold
