//! Tells Zed how the language server of bpol is started. The program is never downloaded.

use zed_extension_api::settings::LspSettings;
use zed_extension_api::{self as zed, Command, LanguageServerId, Result, Worktree, serde_json};

struct Bpol;

impl zed::Extension for Bpol {
    fn new() -> Self {
        Self
    }

    /// The program of the settings, else `bpol` on the `PATH` of the folder, else cargo's.
    fn language_server_command(&mut self, server: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(server.as_ref(), worktree).ok().and_then(|it| it.binary);
        let (path, arguments) = binary.map_or((None, None), |it| (it.path, it.arguments));
        let command = path.or_else(|| worktree.which("bpol")).or_else(|| cargo(worktree)).ok_or(
            "bpol was not found. Tried: lsp.bpol.binary.path of the settings, `bpol` on the PATH, \
             ~/.cargo/bin/bpol. Install it from a copy of its repository with \
             `cargo install --locked --path .`",
        )?;
        let args = arguments.unwrap_or_else(|| vec!["lsp".into()]);
        Ok(Command { command, args, env: worktree.shell_env() })
    }

    fn language_server_initialization_options(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        Ok(LspSettings::for_worktree(server.as_ref(), worktree)?.initialization_options)
    }

    fn language_server_workspace_configuration(
        &mut self,
        server: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<serde_json::Value>> {
        let settings = LspSettings::for_worktree(server.as_ref(), worktree)?.settings;
        Ok(settings.map(|settings| serde_json::json!({ "bpol": settings })))
    }
}

/// Where cargo installs it. An extension cannot look at files outside its own folder, so that Zed says whether it is
/// there.
fn cargo(worktree: &Worktree) -> Option<String> {
    let home = worktree.shell_env().into_iter().find(|(name, _)| name == "HOME")?.1;
    Some(format!("{home}/.cargo/bin/bpol"))
}

zed::register_extension!(Bpol);
