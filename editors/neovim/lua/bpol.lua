-- What the parts of this plugin share: where the program is, how the server is asked, and what it answers.

local M = {}

--- What the folder of a workspace has, the nearest of the first kind before any of the second.
M.root_markers = { 'bpol.toml', '.git' }

--- What the server gets at its start. `vim.g.bpol_settings` may change it.
function M.settings()
  local settings = { commands = { 'bpol.showReferences' }, virtualDocuments = true }
  return vim.tbl_deep_extend('force', settings, vim.g.bpol_settings or {})
end

--- The program: `vim.g.bpol_path`, else `bpol` on the PATH, else cargo's. It is never downloaded.
--- Gives nothing, and what was tried, if there is none.
function M.program()
  local path = vim.g.bpol_path
  if path ~= nil and path ~= '' then
    local program = vim.fn.expand(path)
    if vim.fn.executable(program) == 1 then
      return program
    end
    return nil, { '`' .. path .. '`, from vim.g.bpol_path' }
  end
  if vim.fn.executable('bpol') == 1 then
    return vim.fn.exepath('bpol')
  end
  local cargo = vim.fn.expand('~/.cargo/bin/bpol')
  if vim.fn.executable(cargo) == 1 then
    return cargo
  end
  return nil, { '`bpol` on the PATH', '`~/.cargo/bin/bpol`' }
end

local was_told = false

--- Says once that there is no program.
function M.tell_missing(tried)
  if was_told then
    return
  end
  was_told = true
  local message = 'bpol was not found, so there is highlighting only. Tried: '
    .. table.concat(tried, ', ')
    .. '. Install it from a copy of its repository with `cargo install --locked --path .`, or set vim.g.bpol_path.'
  vim.notify(message, vim.log.levels.WARN)
end

--- Whether the server serves a file: those in the language, and `bpol.toml`. A file that was just read may have no type yet.
function M.is_served(path, filetype)
  return filetype == 'bpol' or path:match('%.bpol$') ~= nil or vim.fn.fnamemodify(path, ':t') == 'bpol.toml'
end

--- The folder of a file's workspace: where `bpol.toml` lies, else the repository, else the file's own folder.
function M.root(path)
  local folder = vim.fn.fnamemodify(path, ':p:h')
  for _, marker in ipairs(M.root_markers) do
    local at = folder
    while true do
      if vim.fn.getftype(at .. '/' .. marker) ~= '' then
        return at
      end
      local above = vim.fn.fnamemodify(at, ':h')
      if above == at then
        break
      end
      at = above
    end
  end
  return folder
end

local started = {}

--- Starts the server for a buffer, in versions of Neovim without `vim.lsp.enable`.
function M.start(buffer)
  buffer = (buffer == nil or buffer == 0) and vim.api.nvim_get_current_buf() or buffer
  local path = vim.api.nvim_buf_get_name(buffer)
  if vim.bo[buffer].buftype ~= '' or not M.is_served(path, vim.bo[buffer].filetype) then
    return nil
  end
  local program, tried = M.program()
  if program == nil then
    M.tell_missing(tried)
    return nil
  end
  local root = M.root(path)
  local key = program .. '\n' .. root
  local id = started[key]
  if id == nil or vim.lsp.get_client_by_id(id) == nil then
    -- `vim.lsp.start` is newer than 0.7.
    local start = vim.lsp.start or vim.lsp.start_client
    id = start({
      name = 'bpol',
      cmd = { program, 'lsp' },
      root_dir = root,
      workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
      init_options = M.settings(),
      get_language_id = function(_, filetype)
        return filetype ~= '' and filetype or 'bpol'
      end,
    }, { bufnr = buffer })
    started[key] = id
  end
  if id ~= nil then
    vim.lsp.buf_attach_client(buffer, id)
  end
  return id
end

local function clients_of()
  if vim.lsp.get_clients ~= nil then
    return vim.lsp.get_clients({ name = 'bpol' })
  end
  return vim.tbl_filter(function(client)
    return client.name == 'bpol'
  end, vim.lsp.get_active_clients())
end

--- Tells each server that files may have changed.
function M.look_again()
  for _, client in ipairs(clients_of()) do
    local method, params = 'workspace/didChangeWatchedFiles', { changes = {} }
    if client.initialized and vim.fn.has('nvim-0.11') == 1 then
      client:notify(method, params)
    elseif client.initialized then
      client.notify(method, params)
    end
  end
end

--- The server of a buffer, or any.
function M.client(buffer)
  local clients = clients_of()
  for _, client in ipairs(clients) do
    if buffer ~= nil and vim.lsp.buf_is_attached(buffer, client.id) then
      return client
    end
  end
  return clients[1]
end

--- Asks the server and waits for its answer, five seconds at most.
function M.request(client, method, params, buffer)
  local answer, failure
  if vim.fn.has('nvim-0.11') == 1 then
    answer, failure = client:request_sync(method, params, 5000, buffer)
  else
    answer, failure = client.request_sync(method, params, 5000, buffer)
  end
  if answer == nil then
    return nil, tostring(failure)
  end
  if answer.err ~= nil then
    return nil, answer.err.message
  end
  -- JSON has a null that is no nil.
  return answer.result ~= vim.NIL and answer.result or nil
end

--- Runs a command of the server.
function M.run(command, arguments)
  local buffer = vim.api.nvim_get_current_buf()
  local client = M.client(buffer)
  if client == nil then
    return nil, 'the bpol server is not running'
  end
  return M.request(client, 'workspace/executeCommand', { command = command, arguments = arguments }, buffer)
end

--- Fills the buffer of a `bpol:` document, which is read-only, with what the server has for it.
function M.read_document(buffer, uri)
  local client = M.client()
  if client == nil then
    vim.notify('the bpol server is not running', vim.log.levels.WARN)
    return
  end
  local answer, failure = M.request(client, 'workspace/textDocumentContent', { uri = uri }, buffer)
  if answer == nil then
    vim.notify(failure or ('there is no ' .. uri), vim.log.levels.WARN)
    return
  end
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(answer.text, '\n'))
  vim.bo[buffer].buftype = 'nofile'
  vim.bo[buffer].swapfile = false
  vim.bo[buffer].modified = false
  vim.bo[buffer].modifiable = false
  vim.bo[buffer].readonly = true
  vim.bo[buffer].filetype = uri:match('%.md$') and 'markdown' or 'bpol'
end

--- Shows a text in a window of its own, which a `q` closes.
function M.show(text, filetype)
  vim.cmd('new')
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo[buffer].buftype = 'nofile'
  vim.bo[buffer].bufhidden = 'wipe'
  vim.bo[buffer].swapfile = false
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, vim.split(text, '\n'))
  vim.bo[buffer].modifiable = false
  vim.bo[buffer].filetype = filetype
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buffer })
end

local WORKLOADS = { 'model', 'function', 'agent', 'sandbox', 'job' }
local OTHERS = { 'policy', 'environment', 'guard', 'group', 'continent', 'country', 'location', 'cpu', 'gpu' }

local function has(list, word)
  return word ~= nil and vim.tbl_contains(list, word)
end

--- The words and strings that a text opens with, comments left out.
local function words(text, most)
  local found = {}
  local at = 1
  while #found < most do
    at = text:find('%S', at)
    if at == nil then
      break
    end
    local rest = text:sub(at)
    local token
    if rest:sub(1, 1) == '#' then
      at = at + #rest:match('^[^\n]*')
    else
      if rest:sub(1, 1) == '"' then
        local stop = 2
        while stop <= #rest and rest:sub(stop, stop) ~= '"' do
          stop = stop + (rest:sub(stop, stop) == '\\' and 2 or 1)
        end
        token = rest:sub(1, stop)
      else
        token = rest:match('^[%w_][%w_.-]*') or rest:sub(1, 1)
      end
      table.insert(found, token)
      at = at + #token
    end
  end
  return found
end

local function opens(line)
  local word, rest = (line or ''):match('^%s*(%l+)([%s"#].*)$')
  if not (has(WORKLOADS, word) or has(OTHERS, word)) then
    return nil
  end
  -- A rule or an item of a list.
  if rest:match('^%s*in%s*%[') or rest:match('^%s*[%],]') then
    return nil
  end
  return word
end

--- The workload that a line belongs to, as the command line names it: `model/llama@production`.
function M.workload_at(lines, line)
  local start = line
  while (lines[start] or ''):match('^%s*#') do
    start = start + 1
  end
  if opens(lines[start]) == nil then
    start = line
  end
  while start >= 1 and opens(lines[start]) == nil do
    start = start - 1
  end
  if start < 1 or not has(WORKLOADS, opens(lines[start])) then
    return nil
  end
  local head = words(table.concat(lines, '\n', start), 5)
  local name = head[2]
  if name == nil or not name:match('^["%w_]') then
    return nil
  end
  local workload = head[1] .. '/' .. name
  local is_labelled = head[3] ~= nil and head[3]:sub(1, 1) == '"'
  local at = is_labelled and 4 or 3
  if head[at] == 'in' and head[at + 1] ~= nil then
    workload = workload .. '@' .. head[at + 1]
  end
  return workload
end

--- `:BpolWhy [WORKLOAD]`
function M.why(workload)
  if workload == nil or workload == '' then
    local line = vim.api.nvim_win_get_cursor(0)[1]
    workload = M.workload_at(vim.api.nvim_buf_get_lines(0, 0, -1, false), line)
  end
  if workload == nil then
    vim.notify('there is no workload at the cursor', vim.log.levels.WARN)
    return
  end
  local uri = vim.uri_from_bufnr(0)
  local text, failure = M.run('bpol.why', { { textDocument = { uri = uri }, workload = workload } })
  if text == nil then
    vim.notify(failure or ('there is no ' .. workload), vim.log.levels.WARN)
    return
  end
  M.show(text, 'markdown')
end

--- `:BpolStatus`: what the server knows, or why there is none.
function M.status()
  local status, failure = M.run('bpol.status', {})
  if status == nil then
    local program, tried = M.program()
    local found = program or ('no program; tried: ' .. table.concat(tried, ', '))
    vim.notify((failure or 'no answer') .. ' (' .. found .. ')', vim.log.levels.WARN)
    return
  end
  M.show(type(status) == 'string' and status or vim.inspect(status), 'lua')
end

--- What a code lens does: its places go to the location list.
function M.show_references(command, context)
  local locations = command.arguments[3]
  local client = vim.lsp.get_client_by_id(context.client_id)
  local encoding = client ~= nil and client.offset_encoding or 'utf-16'
  vim.fn.setloclist(0, {}, ' ', {
    title = command.title,
    items = vim.lsp.util.locations_to_items(locations, encoding),
  })
  vim.cmd('lopen')
end

return M
