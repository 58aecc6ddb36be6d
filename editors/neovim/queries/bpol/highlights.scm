; What each word is. Where two captures stand, they are the names that different editors have for one thing.

(comment) @comment
(_ label: (string) @string)

; Names and codes, by where they stand. No word is captured twice, since editors do not agree on which holds then.
(rule codes: (list (name) @constant))
(offer (list (name) @constant))
(attachment (list (name) @function))
(alias (list (name) @string))
(policy name: (name) @function)
(environment name: (name) @module @namespace)
(environment parent: (name) @module @namespace)
(workload name: (name) @type)
(workload parent: (name) @module @namespace)
(guard name: (name) @type)
(guard parent: (name) @module @namespace)
(group name: (name) @constant)
(continent name: (name) @constant)
(country name: (name) @constant)
(country parent: (name) @constant)
(location name: (name) @constant)
(location parent: (name) @constant)
(flavor name: (name) @constant)

(_ keyword: [
  "policy"
  "environment"
  "model"
  "function"
  "agent"
  "sandbox"
  "job"
  "guard"
  "group"
  "continent"
  "country"
  "location"
  "cpu"
  "gpu"
] @keyword)

[
  "in"
  "or"
  "except"
  "and"
  "target"
  "within"
  "excludes"
  "allows"
  "attach"
  "offers"
  "alias"
  "tokens"
  "per"
  "ratio"
] @keyword

(attribute [
  "continent"
  "country"
  "location"
  "cpu"
  "gpu"
  "group"
] @property)

(kind [
  "models"
  "functions"
  "agents"
  "sandboxes"
  "jobs"
] @type.builtin)

(amount [
  "input"
  "output"
  "total"
] @property)

(period [
  "minute"
  "minutes"
  "hour"
  "hours"
  "day"
  "days"
  "month"
  "months"
] @constant.builtin)

(number) @number

["<" ">" "[" "]"] @punctuation.bracket
"," @punctuation.delimiter
