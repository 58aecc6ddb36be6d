//! The packages of Neovim, Helix, Zed and Emacs: their files are what the editors read, and where an editor is here, it
//! runs them.

use std::process::Command;

use toml::Table;

use super::{files, read, root, run};

#[test]
fn every_package_says_what_was_tried_where() {
    for name in ["emacs", "helix", "neovim", "tree-sitter-bpol", "vscode", "zed"] {
        let page = read(&format!("editors/{name}/README.md"));
        assert!(page.starts_with("# "), "{name}");
        if name != "tree-sitter-bpol" {
            assert!(page.contains("\n## What was tried\n") && page.contains("cargo install"), "{name}");
        }
    }
}

#[test]
fn helix_and_zed_have_tables_with_the_keys_that_they_read() {
    let helix: Table = read("editors/helix/languages.toml").parse().unwrap();
    let language = helix["language"][0].as_table().unwrap();
    assert_eq!(language["file-types"].as_array().unwrap()[0].as_str(), Some("bpol"));
    let config = helix["language"][1].as_table().unwrap();
    assert_eq!(config["file-types"][0]["glob"].as_str(), Some("bpol.toml"));
    for language in [language, config] {
        assert_eq!(language["comment-tokens"].as_str(), Some("#"));
        assert_eq!(language["language-servers"][0].as_str(), Some("bpol"));
        // The keys of `[[language]]` in Helix 25; it refuses any other.
        let known = [
            "name",
            "language-id",
            "scope",
            "injection-regex",
            "file-types",
            "roots",
            "comment-tokens",
            "indent",
            "auto-format",
            "language-servers",
            "auto-pairs",
            "grammar",
        ];
        assert!(language.keys().all(|key| known.contains(&key.as_str())), "{language:?}");
    }
    assert_eq!(helix["language-server"]["bpol"]["command"].as_str(), Some("bpol"));
    assert_eq!(helix["language-server"]["bpol"]["args"][0].as_str(), Some("lsp"));
    assert_eq!(helix["grammar"][0]["name"].as_str(), language["name"].as_str());

    let zed: Table = read("editors/zed/extension.toml").parse().unwrap();
    assert_eq!(zed["schema_version"].as_integer(), Some(1));
    let folder = zed["grammars"]["bpol"]["path"].as_str().unwrap();
    assert!(root().join(folder).join("grammar.js").is_file(), "{folder}");
    let config: Table = read("editors/zed/languages/bpol/config.toml").parse().unwrap();
    assert_eq!(config["path_suffixes"][0].as_str(), Some("bpol"));
    assert!(zed["grammars"].get(config["grammar"].as_str().unwrap()).is_some());
    assert_eq!(zed["language_servers"]["bpol"]["languages"][0], config["name"]);
    let glue: Table = read("editors/zed/Cargo.toml").parse().unwrap();
    assert_eq!(glue["lib"]["crate-type"][0].as_str(), Some("cdylib"));
}

/// The crates below `editors` are no members of the package, which installs from one folder.
#[test]
fn every_crate_below_is_a_workspace_of_its_own() {
    let manifests = files("editors", "Cargo.toml");
    assert_eq!(manifests.len(), 2, "{manifests:?}");
    for path in manifests {
        let manifest: Table = std::fs::read_to_string(&path).unwrap().parse().unwrap();
        assert!(manifest.contains_key("workspace"), "{path:?}");
    }
    let ours: Table = read("Cargo.toml").parse().unwrap();
    assert!(!ours.contains_key("workspace"));
    assert!(ours["package"]["exclude"].as_array().unwrap().iter().any(|it| it.as_str() == Some("/editors")));
}

/// With the parser that a C compiler makes, if there is one: the editor reads trees, too.
#[test]
fn neovim_takes_its_package() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("parser")).unwrap();
    let parser = folder.path().join("parser/bpol.so");
    let sources = "editors/tree-sitter-bpol/src";
    let compile = format!("-shared -fPIC -I {sources} {sources}/parser.c {sources}/scanner.c -o");
    let compile: Vec<&str> = compile.split(' ').chain([parser.to_str().unwrap()]).collect();
    let runtime = match run("cc", &compile) {
        Some((is_well, text)) => {
            assert!(is_well, "{text}");
            format!("let $BPOL_PARSER = '{}'", folder.path().display())
        }
        None => "unlet $BPOL_PARSER".to_owned(),
    };
    let arguments = [
        "--headless",
        "-u",
        "NONE",
        "--cmd",
        "set runtimepath^=editors/neovim",
        "--cmd",
        &runtime,
        "-c",
        "runtime plugin/bpol.lua",
        "-c",
        "luafile editors/neovim/test/static.lua",
    ];
    if let Some((is_well, text)) = run("nvim", &arguments) {
        assert!(is_well && text.trim_end().ends_with("ok"), "{text}");
    }
}

/// Neovim itself is the client: it writes a workspace from nothing, with slips, fixes, completion, another name and
/// the formatter.
#[test]
fn neovim_writes_a_workspace_with_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let session = root().join("editors/neovim/test/session.lua");
    let package = format!("set runtimepath^={}", root().join("editors/neovim").display());
    let mut command = Command::new("nvim");
    command.args(["--headless", "-u", "NONE", "-n", "-i", "NONE", "--cmd", &package]);
    command.args(["--cmd", "filetype plugin on", "-c", "runtime plugin/bpol.lua", "-c"]);
    command.arg(format!("luafile {}", session.display()));
    command.env("BPOL", env!("CARGO_BIN_EXE_bpol")).current_dir(folder.path());
    match command.output() {
        Ok(output) => {
            let text =
                [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned()).concat();
            assert!(output.status.success() && text.contains("ok   the file is saved"), "{text}");
        }
        Err(_) => eprintln!("skipped: there is no nvim"),
    }
}

/// Vim has the type of the file, the colours and the indentation of the same package.
#[test]
fn vim_takes_the_package_of_neovim() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("a.bpol");
    let script = folder.path().join("test.vim");
    let found = folder.path().join("found");
    std::fs::write(&text, "policy in < country in [policy] > # in\n").unwrap();
    let group = |column: usize| format!("synIDattr(synID(1, {column}, 1), 'name')");
    let columns = [1, 8, 13, 21, 25, 35].map(group).join(", ");
    let lines = [
        "filetype plugin indent on".to_owned(),
        "syntax on".to_owned(),
        format!("edit {}", text.display()),
        format!("call writefile([&filetype, &commentstring, {columns}], '{}')", found.display()),
        "qall!".to_owned(),
    ];
    std::fs::write(&script, lines.join("\n")).unwrap();
    let script = script.to_str().unwrap();
    let arguments =
        ["-es", "-u", "NONE", "--cmd", "set nocompatible runtimepath^=editors/neovim", "-S", script];
    // A Vim without scripts is as good as none.
    let Some((_, version)) = run("vim", &["--version"]).filter(|(_, text)| text.contains("+eval")) else {
        return;
    };
    let (_, text) = run("vim", &arguments).unwrap();
    let found = std::fs::read_to_string(found).unwrap_or_else(|_| panic!("{text}\n{version}"));
    let wanted = [
        "bpol",
        "# %s",
        "bpolStatement",
        "bpolPolicy",
        "bpolAttribute",
        "bpolConnective",
        "bpolCodeItem",
        "bpolComment",
    ];
    assert_eq!(found.lines().collect::<Vec<_>>(), wanted);
}

#[test]
fn emacs_takes_its_package_without_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("bpol-mode.el");
    std::fs::write(&copy, read("editors/emacs/bpol-mode.el")).unwrap();
    let compile = [
        "-Q",
        "--batch",
        "--eval",
        "(setq byte-compile-error-on-warn t)",
        "-f",
        "batch-byte-compile",
        copy.to_str().unwrap(),
    ];
    let Some((is_well, text)) = run("emacs", &compile) else { return };
    assert!(is_well && copy.with_extension("elc").is_file(), "{text}");
    let test = [
        "-Q",
        "--batch",
        "-L",
        "editors/emacs",
        "-l",
        "editors/emacs/test/bpol-mode-test.el",
        "-f",
        "ert-run-tests-batch-and-exit",
    ];
    let (is_well, text) = run("emacs", &test).unwrap();
    assert!(is_well, "{text}");
}
