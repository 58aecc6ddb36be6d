-- The documents of the server, and its commands.

if vim.g.loaded_bpol ~= nil then
  return
end
vim.g.loaded_bpol = true

local group = vim.api.nvim_create_augroup('bpol', {})

vim.api.nvim_create_autocmd('BufReadCmd', {
  -- A name without two slashes is a file of the working directory to Neovim.
  pattern = { 'bpol:/*', '*/bpol:/*' },
  group = group,
  callback = function(event)
    require('bpol').read_document(event.buf, event.match:match('bpol:/.*$'))
  end,
})

-- When files may have changed: Neovim watches none on Linux.
vim.api.nvim_create_autocmd({ 'FileChangedShellPost', 'FocusGained', 'ShellCmdPost', 'TermLeave', 'VimResume' }, {
  group = group,
  callback = function()
    require('bpol').look_again()
  end,
})

vim.api.nvim_create_user_command('BpolWhy', function(command)
  require('bpol').why(command.args)
end, { nargs = '?', desc = 'How the set of the workload at the cursor came about' })

vim.api.nvim_create_user_command('BpolStatus', function()
  require('bpol').status()
end, { desc = 'What the bpol server knows' })

vim.lsp.commands['bpol.showReferences'] = function(command, context)
  require('bpol').show_references(command, context)
end
