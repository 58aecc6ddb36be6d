" Comments, words and indentation of bpol, for Vim and Neovim.

if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:# commentstring=#\ %s
setlocal formatoptions-=t formatoptions+=croql
setlocal iskeyword=@,48-57,_,-,.
setlocal expandtab shiftwidth=2 softtabstop=2
setlocal autoindent indentexpr=BpolIndent(v:lnum) indentkeys=0>,0],o,O
setlocal matchpairs=<:>,[:]

let b:undo_ftplugin = 'setlocal comments< commentstring< formatoptions< iskeyword< expandtab< shiftwidth<'
      \ . ' softtabstop< autoindent< indentexpr< indentkeys< matchpairs<'

if exists('*BpolIndent')
  finish
endif

" How many brackets a line leaves open; those in strings and comments are none.
function s:opened(line) abort
  let text = substitute(a:line, '"\%([^"\\]\|\\.\)*"', '', 'g')
  let text = substitute(text, '#.*', '', '')
  return strlen(substitute(text, '[^<[]', '', 'g')) - strlen(substitute(text, '[^]>]', '', 'g'))
endfunction

function BpolIndent(number) abort
  let before = prevnonblank(a:number - 1)
  if before == 0
    return 0
  endif
  let width = indent(before)
  " What closes at the start of a line has been taken off there.
  let opened = s:opened(getline(before)) + (getline(before) =~# '^\s*[]>]' ? 1 : 0)
  let closes = getline(a:number) =~# '^\s*[]>]'
  return max([0, width + shiftwidth() * (min([1, max([-1, opened])]) - closes)])
endfunction
