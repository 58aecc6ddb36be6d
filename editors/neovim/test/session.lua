-- A session as a person has it: a workspace is written from nothing, with slips, and the server helps.
-- `nvim --headless -u NONE -l` is newer than 0.7, so that this is run with `-c 'luafile …'`.
-- The program is `$BPOL`, the folder to write in the working directory.

local failures = {}

local function check(ok, what)
  if not ok then
    table.insert(failures, what)
  end
  print((ok and 'ok   ' or 'FAIL ') .. what .. '\n')
end

local function wait(what, condition)
  check(vim.wait(20000, condition, 50), what)
end

local function codes(buffer)
  local found = vim.tbl_map(function(it)
    return it.code
  end, vim.diagnostic.get(buffer))
  table.sort(found)
  return table.concat(found, ' ')
end

local function main()
  local bpol = require('bpol')
  vim.g.bpol_path = vim.env.BPOL
  vim.cmd('edit placement.bpol')
  local buffer = vim.api.nvim_get_current_buf()
  check(vim.bo.filetype == 'bpol', 'the file has its type')
  local id = bpol.start(buffer)
  local client = vim.lsp.get_client_by_id(id)
  wait('the server starts', function()
    return client.initialized
  end)

  local function uri()
    return vim.uri_from_bufnr(buffer)
  end
  local function at(line, text)
    local written = vim.api.nvim_buf_get_lines(buffer, line, line + 1, false)[1]
    return { line = line, character = written:find(text, 1, true) - 1 }
  end
  local function ask(method, params)
    local answer, failure = bpol.request(client, method, params, buffer)
    check(failure == nil, method .. ' is answered')
    return answer
  end
  local function document()
    return { uri = uri() }
  end
  local function set(lines)
    vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  end

  set({
    '# Customer data stays in Europe.',
    'policy europe<continent in[eu]>',
    'environment production < attach [europ] >',
    'model llama in production',
  })
  wait('a slip has a diagnostic', function()
    return codes(buffer) == 'unknown-policy'
  end)

  local range = { start = at(2, 'europ]'), ['end'] = at(2, 'europ]') }
  local actions = ask('textDocument/codeAction', {
    textDocument = document(),
    range = range,
    context = { diagnostics = {}, only = { 'quickfix' } },
  })
  check(actions[1] ~= nil and actions[1].title == 'Replace `europ` with `europe`', 'it has a quick fix')
  vim.lsp.util.apply_workspace_edit(actions[1].edit, client.offset_encoding)
  wait('the fix mends it', function()
    return codes(buffer) == ''
  end)

  local hover = ask('textDocument/hover', { textDocument = document(), position = at(3, 'llama') })
  check(hover.contents.value:find('may run in `eu` Europe', 1, true) ~= nil, 'hover says where it may run')

  vim.api.nvim_buf_set_lines(buffer, 3, 4, false, { 'model llama in production < attach [' })
  local line = vim.api.nvim_buf_get_lines(buffer, 3, 4, false)[1]
  local list = ask('textDocument/completion', {
    textDocument = document(),
    position = { line = 3, character = #line },
  })
  check(list.items[1] ~= nil and list.items[1].label == 'europe', 'completion knows the policies')
  vim.api.nvim_buf_set_lines(buffer, 3, 4, false, { 'model llama in production' })

  local edit = ask('textDocument/rename', {
    textDocument = document(),
    position = at(1, 'europe'),
    newName = 'in_europe',
  })
  vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding)
  local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n')
  check(text:find('attach [in_europe]', 1, true) ~= nil, 'a policy has another name everywhere')

  local edits = ask('textDocument/formatting', {
    textDocument = document(),
    options = { tabSize = 2, insertSpaces = true },
  })
  vim.lsp.util.apply_text_edits(edits, buffer, client.offset_encoding)
  local laid_out = vim.api.nvim_buf_get_lines(buffer, 1, 2, false)[1]
  check(laid_out == 'policy in_europe < continent in [eu] >', 'the text is laid out')

  local places = ask('textDocument/definition', { textDocument = document(), position = at(2, 'in_europe') })
  check(places ~= nil and #places == 1, 'a use leads to its declaration')

  local code = ask('textDocument/definition', { textDocument = document(), position = at(1, 'eu]') })
  local show = vim.lsp.util.show_document or vim.lsp.util.jump_to_location
  show(code[1], client.offset_encoding)
  check(vim.api.nvim_get_current_line():find('continent eu', 1, true) ~= nil, 'a code leads to the built-in table')
  check(not vim.bo.modifiable, 'the table is read-only')
  vim.cmd('buffer ' .. buffer)

  vim.cmd('write')
  check(vim.fn.filereadable('placement.bpol') == 1, 'the file is saved')

  -- Until it has looked because of that.
  ask('textDocument/documentSymbol', { textDocument = document() })
  local other = io.open('other.bpol', 'w')
  other:write('policy in_europe < continent in [eu] >\n')
  other:close()
  vim.cmd('silent !true')
  wait('what a shell command wrote is looked at', function()
    return codes(buffer) == 'duplicate-name'
  end)
  vim.cmd('silent !rm other.bpol')
  wait('and what it deleted', function()
    return codes(buffer) == ''
  end)

  local config = io.open('bpol.toml', 'w')
  config:write('references = "world"\n')
  config:close()
  vim.cmd('edit bpol.toml')
  bpol.start(0)
  local toml = vim.api.nvim_get_current_buf()
  wait('a configuration that cannot be used has a diagnostic', function()
    return codes(toml) == 'config'
  end)
end

local ok, failure = xpcall(main, debug.traceback)
if not ok then
  print('FAIL ' .. tostring(failure) .. '\n')
end
vim.cmd((ok and #failures == 0) and 'qall!' or 'cquit! 1')
