-- For Neovim 0.11 and newer: vim.lsp.enable('bpol')

local bpol = require('bpol')

return {
  cmd = function(dispatchers)
    local program, tried = bpol.program()
    if program == nil then
      bpol.tell_missing(tried)
      error('bpol was not found', 0)
    end
    return vim.lsp.rpc.start({ program, 'lsp' }, dispatchers)
  end,
  filetypes = { 'bpol', 'toml' },
  root_markers = bpol.root_markers,
  -- Of the files of type toml, bpol.toml alone.
  root_dir = function(buffer, on_root)
    local path = vim.api.nvim_buf_get_name(buffer)
    if bpol.is_served(path, vim.bo[buffer].filetype) and bpol.program() ~= nil then
      on_root(bpol.root(path))
    elseif bpol.is_served(path, vim.bo[buffer].filetype) then
      bpol.tell_missing(select(2, bpol.program()))
    end
  end,
  init_options = bpol.settings(),
}
