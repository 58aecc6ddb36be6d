" Colours of bpol, for Vim and for Neovim without tree-sitter.

if exists('b:current_syntax')
  finish
endif

syntax case match

" The words of the language. A test compares these lists with those of the program.
let s:policies = ['policy']
let s:environments = ['environment']
let s:workloads = ['model', 'function', 'agent', 'sandbox', 'job', 'guard']
let s:codes = ['continent', 'country', 'location', 'cpu', 'gpu', 'group']
let s:attributes = ['continent', 'country', 'location', 'cpu', 'gpu', 'group']
let s:connectives = ['in', 'or', 'except', 'and', 'target', 'within', 'excludes', 'allows', 'attach', 'offers', 'alias', 'tokens', 'per', 'ratio']
let s:kinds = ['models', 'functions', 'agents', 'sandboxes', 'jobs']
let s:counted = ['input', 'output', 'total']
let s:periods = ['minute', 'minutes', 'hour', 'hours', 'day', 'days', 'month', 'months']

" One of the words, and not a part of a longer one.
function s:any(words) abort
  return '\%([0-9A-Za-z_.-]\)\@1<!\%(' . join(a:words, '\|') . '\)[0-9A-Za-z_.-]\@!'
endfunction

let s:string = '"\%([^"\\]\|\\.\)*"'
let s:word = '[0-9A-Za-z_][0-9A-Za-z_.-]*'
" A line that opens a statement, whatever is missing above it. The body or list that is open there ends.
let s:statements = s:policies + s:environments + s:workloads + s:codes
let s:next = '^\s*\%(' . join(s:statements, '\|') . '\)\s\+\%(in[0-9A-Za-z_.-]\@!\)\@!["0-9A-Za-z_]'
let s:name = '\%(' . s:next . '\)\@!\%(\%(^\s*\)\@<=\%(' . join(s:statements, '\|') . '\)\s\+["0-9A-Za-z_]\)\@!\%(' . s:string . '\|' . s:word . '\)'

syntax match bpolComment /#.*$/ contains=@Spell
execute 'syntax match bpolLabel /' . s:string . '/'

" KEYWORD NAME, with comments between them or not.
for [s:group, s:words] in [
      \ ['Policy', s:policies], ['Environment', s:environments], ['Workload', s:workloads], ['Code', s:codes]]
  let s:next_groups = ' nextgroup=bpol' . s:group . ',bpol' . s:group . 'Comment skipwhite skipnl skipempty'
  execute 'syntax match bpolStatement /' . s:any(s:words) . '/' . s:next_groups
  execute 'syntax match bpol' . s:group . 'Comment /#.*$/ contained' . s:next_groups
  execute 'syntax match bpol' . s:group . ' /' . s:name . '/ contained'
  execute 'highlight default link bpol' . s:group . 'Comment Comment'
endfor

" in PARENT
execute 'syntax match bpolIn /' . s:any(['in']) . '/ nextgroup=bpolEnvironment,bpolEnvironmentComment skipwhite skipnl skipempty'

" < … >
execute 'syntax region bpolBody matchgroup=bpolMark start=/</ end=/>/ end=/' . s:next . '/me=s-1'
      \ . ' contains=bpolComment,bpolAttach,bpolAlias,bpolCodes,bpolAttribute,bpolConnective,bpolKind,bpolCounted,bpolPeriod,bpolNumber'
for [s:group, s:inner] in [['Policies', 'bpolPolicyItem'], ['Aliases', 'bpolAliasItem'], ['Codes', 'bpolCodeItem']]
  execute 'syntax region bpol' . s:group . ' matchgroup=bpolMark start=/\[/ end=/\]/ end=/>/me=s-1 end=/' . s:next . '/me=s-1'
        \ . ' contained contains=bpolComment,' . s:inner
  execute 'syntax match ' . s:inner . ' /' . s:string . '\|' . s:word . '/ contained'
endfor
execute 'syntax match bpolAttach /' . s:any(['attach']) . '/ contained nextgroup=bpolPolicies skipwhite skipnl skipempty'
execute 'syntax match bpolAlias /' . s:any(['alias']) . '/ contained nextgroup=bpolAliases skipwhite skipnl skipempty'
let s:others = filter(copy(s:connectives), 'v:val !=# "attach" && v:val !=# "alias"')
execute 'syntax match bpolConnective /' . s:any(s:others) . '/ contained'
execute 'syntax match bpolAttribute /' . s:any(s:attributes) . '/ contained'
execute 'syntax match bpolKind /' . s:any(s:kinds) . '/ contained'
execute 'syntax match bpolCounted /' . s:any(s:counted) . '/ contained'
execute 'syntax match bpolPeriod /' . s:any(s:periods) . '/ contained'
execute 'syntax match bpolNumber /' . s:any(['[0-9]\+']) . '/ contained'

" A body may be long.
syntax sync minlines=200

highlight default link bpolComment Comment
highlight default link bpolLabel String
highlight default link bpolStatement Keyword
highlight default link bpolIn Keyword
highlight default link bpolAttach Keyword
highlight default link bpolAlias Keyword
highlight default link bpolConnective Keyword
highlight default link bpolPolicy Function
highlight default link bpolPolicyItem Function
highlight default link bpolEnvironment Identifier
highlight default link bpolWorkload Structure
highlight default link bpolCode Constant
highlight default link bpolCodeItem Constant
highlight default link bpolAliasItem String
highlight default link bpolAttribute Type
highlight default link bpolKind Special
highlight default link bpolCounted Type
highlight default link bpolPeriod Constant
highlight default link bpolNumber Number
highlight default link bpolMark Delimiter

let b:current_syntax = 'bpol'
