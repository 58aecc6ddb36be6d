-- What needs no server, in any Neovim from 0.7 on:
--   nvim --headless -u NONE --cmd 'set runtimepath^=editors/neovim' -c 'runtime plugin/bpol.lua' \
--     -c 'luafile editors/neovim/test/static.lua'
-- The last line that it prints is `ok`. With BPOL_PARSER, a folder that has `parser/bpol.so`, it looks at trees, too.

local function same(got, wanted, what)
  if not vim.deep_equal(got, wanted) then
    error(what .. ': ' .. vim.inspect(got) .. ' is not ' .. vim.inspect(wanted), 2)
  end
end

local function main()
  vim.cmd('filetype plugin indent on')
  vim.cmd('syntax on')
  local folder = vim.fn.tempname()
  vim.fn.mkdir(folder .. '/deep/deeper', 'p')
  vim.fn.writefile({ '' }, folder .. '/bpol.toml')
  vim.cmd('edit ' .. folder .. '/deep/deeper/a.bpol')
  local bpol = require('bpol')

  same(vim.bo.filetype, 'bpol', 'the type of the file')
  same(vim.bo.commentstring, '# %s', 'a comment')
  same(bpol.root(vim.api.nvim_buf_get_name(0)), vim.fn.resolve(folder), 'the root')
  same(bpol.is_served(folder .. '/a.bpol', ''), true, 'a policy that was just read')
  same(bpol.is_served(folder .. '/bpol.toml', 'toml'), true, 'bpol.toml')
  same(bpol.is_served(folder .. '/Cargo.toml', 'toml'), false, 'another TOML')
  same({ vim.fn.exists(':BpolWhy'), vim.fn.exists(':BpolStatus') }, { 2, 2 }, 'the commands')
  same(type(vim.lsp.commands['bpol.showReferences']), 'function', 'what a lens does')

  -- Indentation, as one types it.
  vim.cmd('normal! ipolicy p <\rcountry in [\rfr\r]\r>\rmodel m')
  same(
    vim.api.nvim_buf_get_lines(0, 0, -1, false),
    { 'policy p <', '  country in [', '    fr', '  ]', '>', 'model m' },
    'indentation'
  )

  -- Colours: the group of each word.
  local function colours(lines)
    vim.api.nvim_buf_set_lines(0, 0, -1, false, lines)
    vim.cmd('syntax sync fromstart')
    local found = {}
    for number, line in ipairs(lines) do
      local at = 1
      while true do
        local from, to = line:find('[^%s]+', at)
        if from == nil then
          break
        end
        local id = vim.fn.synID(number, from, 1)
        local group = vim.fn.synIDattr(id, 'name'):gsub('^bpol', '')
        table.insert(found, line:sub(from, to) .. ' ' .. group)
        at = to + 1
      end
    end
    return found
  end
  same(colours({ 'policy policy "in" < country in [ in , "or" ] except gpu in [ x ] target models > # policy' }), {
    'policy Statement', 'policy Policy', '"in" Label', '< Mark', 'country Attribute', 'in Connective', '[ Mark',
    'in CodeItem', ', Codes', '"or" CodeItem', '] Mark', 'except Connective', 'gpu Attribute', 'in Connective',
    '[ Mark', 'x CodeItem', '] Mark', 'target Connective', 'models Kind', '> Mark', '# Comment', 'policy Comment',
  }, 'a policy')
  same(colours({ 'model in in model < attach [ policy ] >', 'country in "India" in as' }), {
    'model Statement', 'in Workload', 'in In', 'model Environment', '< Mark', 'attach Attach', '[ Mark',
    'policy PolicyItem', '] Mark', '> Mark', 'country Statement', 'in Code', '"India" Label', 'in In',
    'as Environment',
  }, 'words that read like keywords')
  same(colours({ 'environment # why', '  in', 'policy p < tokens input 10 per day >' }), {
    'environment Statement', '# EnvironmentComment', 'why EnvironmentComment', 'in Environment', 'policy Statement',
    'p Policy', '< Mark', 'tokens Connective', 'input Counted', '10 Number', 'per Connective', 'day Period', '> Mark',
  }, 'a comment before a name')
  for _, half in ipairs({ 'policy', 'policy p <', 'policy p < country in [', 'model m in', 'policy p < country in [ a,' }) do
    local found = colours({ half, 'model x in y', 'country de "Germany"' })
    local last = {}
    for index = #found - 6, #found do
      table.insert(last, found[index])
    end
    same(last, {
      'model Statement', 'x Workload', 'in In', 'y Environment', 'country Statement', 'de Code', '"Germany" Label',
    }, half)
  end

  local lines = {
    '# About a.', 'model a in production < attach [p] >', 'policy p < country in [fr] >', 'agent "b \\" c"', '  "Label"',
    '  in # why', '    "x y"', '  <', '    attach [', '      model,', '      job', '    ]', '  >', 'job in in in',
    'model m',
  }
  local workloads = {}
  for line = 1, #lines do
    workloads[line] = bpol.workload_at(lines, line) or '-'
  end
  local agent = 'agent/"b \\" c"@"x y"'
  local wanted = { 'model/a@production', 'model/a@production', '-' }
  for _ = 4, 13 do
    table.insert(wanted, agent)
  end
  vim.list_extend(wanted, { 'job/in@in', 'model/m' })
  same(workloads, wanted, 'the workload of a line')

  -- Trees, and what the queries find in them.
  if vim.env.BPOL_PARSER ~= nil then
    vim.opt.runtimepath:prepend(vim.env.BPOL_PARSER)
    vim.api.nvim_buf_set_lines(0, 0, -1, false, { 'policy in < country in [policy] > # in' })
    local parser = vim.treesitter.get_parser(0, 'bpol')
    local root = parser:parse()[1]:root()
    same({ root:type(), root:has_error() }, { 'file', false }, 'a tree')
    local get = vim.treesitter.query ~= nil and vim.treesitter.query.get or vim.treesitter.get_query
    for _, name in ipairs({ 'folds', 'highlights', 'indents', 'injections', 'locals', 'textobjects' }) do
      same(get('bpol', name) ~= nil, true, name)
    end
    local highlights = get('bpol', 'highlights')
    local found = {}
    for id, node in highlights:iter_captures(root, 0, 0, 1) do
      local _, from, _, to = node:range()
      table.insert(found, vim.api.nvim_buf_get_lines(0, 0, 1, false)[1]:sub(from + 1, to) .. ' ' .. highlights.captures[id])
    end
    same(found, {
      'policy keyword', 'in function', '< punctuation.bracket', 'country property', 'in keyword',
      '[ punctuation.bracket', 'policy constant', '] punctuation.bracket', '> punctuation.bracket', '# in comment',
    }, 'what the query finds')
    vim.treesitter.highlighter.new(parser)
    vim.cmd('redraw')
  end

  -- The program that is named, and no other.
  vim.g.bpol_path = folder .. '/none'
  local program, tried = bpol.program()
  same({ program == nil, #tried }, { true, 1 }, 'a program that is not there')
  vim.g.bpol_path = vim.v.progpath
  same(bpol.program(), vim.v.progpath, 'the program that is set')
end

local is_well, failure = xpcall(main, debug.traceback)
print(is_well and 'ok' or failure)
vim.cmd(is_well and 'qall!' or 'cquit!')
