//! The extension of VS Code says what the server takes, and what it contributes is there.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{read, root};

/// The commands that the server runs.
const COMMANDS: [&str; 2] = ["bpol.status", "bpol.why"];

/// What is the extension's own.
const OWN_SETTINGS: [&str; 2] = ["path", "trace.server"];
const OWN_COMMANDS: [&str; 3] = ["bpol.restart", "bpol.showOutput", "bpol.showReferences"];

fn package() -> Value {
    serde_json::from_str(&read("editors/vscode/package.json")).unwrap()
}

fn set(words: impl IntoIterator<Item = impl Into<String>>) -> BTreeSet<String> {
    words.into_iter().map(Into::into).collect()
}

/// What the server reads of its settings: `hints.workloads`.
fn settings_of_the_server() -> BTreeSet<String> {
    let text = read("src/editor/settings.rs");
    let code = text.split("#[cfg(test)]").next().unwrap();
    let names = |before: &'static str| code.split(before).skip(1).filter_map(|it| it.split('"').next());
    set(names("flag(\"/").map(|name| name.replace('/', ".")).chain(names("get(\"").map(str::to_owned)))
}

/// The commands that a running server says it has.
fn commands_of_the_server() -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let body = json!({
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"processId": null, "rootUri": null, "capabilities": {}},
    })
    .to_string();
    let message = format!("Content-Length: {}\r\n\r\n{body}", body.len());
    let run = crate::support::run(folder.path(), &["lsp"], message.as_bytes()).stdout;
    let answer = run.split_once("\r\n\r\n").unwrap().1;
    let answer = serde_json::Deserializer::from_str(answer).into_iter::<Value>().next().unwrap().unwrap();
    let commands = &answer["result"]["capabilities"]["executeCommandProvider"]["commands"];
    set(commands.as_array().into_iter().flatten().filter_map(Value::as_str))
}

#[test]
fn its_settings_are_those_of_the_server() {
    let package = package();
    let settings = package["contributes"]["configuration"]["properties"].as_object().unwrap();
    let names = set(settings.keys().map(|name| name.strip_prefix("bpol.").unwrap()));
    let theirs = settings_of_the_server();
    assert!(theirs.len() > 3, "{theirs:?}");
    assert_eq!(names, &theirs | &set(OWN_SETTINGS));
    for (name, setting) in settings {
        let is_documented = setting["markdownDescription"].as_str().is_some_and(|it| it.ends_with('.'));
        assert!(is_documented && !setting["default"].is_null(), "{name}");
    }
    assert_eq!(settings["bpol.path"]["scope"], "machine-overridable");
    assert_eq!(settings["bpol.compare"]["enum"], json!(["head", "off"]));
    let page = read("editors/vscode/README.md");
    let script = read("editors/vscode/src/extension.ts");
    for (name, setting) in settings {
        assert!(page.contains(&format!("| `{name}` |")), "{name} is not in the page");
        let name = name.strip_prefix("bpol.").unwrap();
        if theirs.contains(name) {
            let asked = format!("(\"{name}\", {})", setting["default"]);
            assert!(script.contains(&asked), "{asked} is not in the script");
        }
    }
}

#[test]
fn its_commands_are_those_of_the_server() {
    let package = package();
    let commands = package["contributes"]["commands"].as_array().unwrap();
    let names = set(commands.iter().map(|command| command["command"].as_str().unwrap()));
    assert_eq!(names, set(COMMANDS.iter().chain(&OWN_COMMANDS).copied()));
    let announced = commands_of_the_server();
    assert_eq!(announced, set(COMMANDS));
    let script = read("editors/vscode/src/extension.ts");
    for name in &names {
        assert!(script.contains(&format!("registerCommand(\"{name}\"")), "{name} has no function");
    }
    for name in COMMANDS {
        assert!(
            script.contains(&format!("\"{name}\", {{")) || script.contains(&format!("(\"{name}\")")),
            "{name} is not asked of the server"
        );
    }
    let palette = package["contributes"]["menus"]["commandPalette"].as_array().unwrap();
    let references = palette.iter().find(|it| it["command"] == "bpol.showReferences").unwrap();
    assert_eq!(references["when"], "false");
}

#[test]
fn it_does_in_an_untrusted_workspace_what_it_says() {
    let package = package();
    assert_eq!(
        package["activationEvents"],
        json!(["onLanguage:bpol", "workspaceContains:**/{*.bpol,bpol.toml}"])
    );
    let untrusted = &package["capabilities"]["untrustedWorkspaces"];
    assert_eq!(untrusted["supported"], "limited");
    assert_eq!(untrusted["restrictedConfigurations"], json!(["bpol.path"]));
    assert_eq!(
        package["contributes"]["configurationDefaults"],
        json!({"[bpol]": {"editor.formatOnSave": true}})
    );
}

#[test]
fn what_it_contributes_is_there() {
    let package = package();
    let contributes = &package["contributes"];
    let mut paths = vec![&package["icon"], &contributes["languages"][0]["configuration"]];
    paths.extend(["snippets", "grammars"].map(|name| &contributes[name][0]["path"]));
    for path in paths {
        let path = path.as_str().unwrap();
        assert!(root().join("editors/vscode").join(path).is_file(), "{path}");
    }
    assert_eq!(read("editors/vscode/LICENSE"), read("LICENSE"));
    let icon = std::fs::read(root().join("editors/vscode/images/icon.png")).unwrap();
    assert_eq!(icon[16..24], [0, 0, 0, 128, 0, 0, 0, 128]);
    for path in ["language-configuration.json", "snippets/bpol.json", "package-lock.json"] {
        let _: Value = serde_json::from_str(&read(&format!("editors/vscode/{path}"))).unwrap();
    }
    // Whoever installs the packages has them from the registry of their own machine.
    assert!(!read("editors/vscode/package-lock.json").contains("\"resolved\""));
}

/// What a snippet writes, filled in with its first choices and names, is read without an error.
#[test]
fn every_snippet_is_a_statement() {
    let snippets: Value = serde_json::from_str(&read("editors/vscode/snippets/bpol.json")).unwrap();
    for (name, snippet) in snippets.as_object().unwrap() {
        let body = snippet["body"][0].as_str().unwrap();
        let mut text = String::new();
        let mut rest = body;
        while let Some((before, behind)) = rest.split_once('$') {
            text.push_str(before);
            if let Some(behind) = behind.strip_prefix('{') {
                let (field, behind) = behind.split_once('}').unwrap();
                let default = field.trim_start_matches(|it: char| it.is_ascii_digit());
                let default = default.trim_start_matches([':', '|']).split([',', '|']).next().unwrap();
                text.push_str(if default.is_empty() { "x" } else { default });
                rest = behind;
            } else {
                rest = behind.trim_start_matches(|it: char| it.is_ascii_digit());
            }
        }
        text.push_str(rest);
        let parsed = bpol::syntax::parse(bpol::Source::new("a", text.clone().into()));
        assert!(parsed.findings().is_empty(), "{name}: {text}: {:?}", parsed.findings());
    }
}
