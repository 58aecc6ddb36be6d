; What a statement defines, and where that is used. A name is a definition for the whole workspace, so that there is one
; scope only.
(file) @local.scope

(policy name: (name) @local.definition.function)
(environment name: (name) @local.definition.namespace)
(workload name: (name) @local.definition.type)
(guard name: (name) @local.definition.type)
(group name: (name) @local.definition.constant)
(continent name: (name) @local.definition.constant)
(country name: (name) @local.definition.constant)
(location name: (name) @local.definition.constant)
(flavor name: (name) @local.definition.constant)

(attachment (list (name) @local.reference))
(rule codes: (list (name) @local.reference))
(offer (list (name) @local.reference))
(_ parent: (name) @local.reference)
