// Starts `bpol lsp` and gives the editor its commands. What it shows comes from the server.

import * as vscode from "vscode";
import {
  LanguageClient,
  type DynamicFeature,
  type LanguageClientOptions,
  type Location,
  type Position,
  type ServerOptions,
  type StaticFeature,
} from "vscode-languageclient/node";

import { find, missing } from "./binary";
import { workloadAt } from "./workload";

/** How often a server that crashes is started again within three minutes. */
const RESTARTS = 4;

/** The scheme of what `bpol.why` and `bpol.status` show, which cannot be edited and need not be saved. */
const PAGE = "bpol-page";

/** The commands that the server has, of which this extension has its own. */
class Client extends LanguageClient {
  // The editor would refuse a second command of one name.
  override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    const method = "registrationType" in feature ? feature.registrationType.method : undefined;
    if (method !== "workspace/executeCommand") super.registerFeature(feature);
  }

  run<T>(command: string, ...args: unknown[]): Promise<T> {
    return this.sendRequest<T>("workspace/executeCommand", { command, arguments: args });
  }
}

let client: Client | undefined;
let output: vscode.LogOutputChannel;

// One start or stop at a time.
let last: Promise<void> = Promise.resolve();

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  output = vscode.window.createOutputChannel("bpol", { log: true });
  const pages = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => pages.get(uri.toString()) ?? "",
  };
  const page = (path: string, text: string): vscode.Uri => {
    const uri = vscode.Uri.from({ scheme: PAGE, path });
    pages.set(uri.toString(), text);
    changed.fire(uri);
    return uri;
  };
  context.subscriptions.push(
    output,
    changed,
    vscode.workspace.registerTextDocumentContentProvider(PAGE, provider),
    vscode.workspace.onDidCloseTextDocument((document) => pages.delete(document.uri.toString())),
    vscode.commands.registerCommand("bpol.restart", () => restart(true)),
    vscode.commands.registerCommand("bpol.showOutput", () => output.show()),
    vscode.commands.registerCommand("bpol.status", async () => {
      const answer = await running()?.run<unknown>("bpol.status");
      if (answer === undefined) return;
      const uri = page("/status.json", `${JSON.stringify(answer, undefined, 2)}\n`);
      await vscode.window.showTextDocument(uri);
    }),
    vscode.commands.registerCommand("bpol.showReferences", showReferences),
    vscode.commands.registerCommand("bpol.why", async () => {
      const answer = await why();
      if (answer === undefined) return;
      const uri = page(`/${answer.workload.replaceAll("/", " ")}.md`, answer.text);
      await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
    }),
    vscode.workspace.onDidChangeConfiguration(async (event) => {
      if (event.affectsConfiguration("bpol.path")) await restart(true);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => restart(false)),
  );
  await restart(false);
}

export async function deactivate(): Promise<void> {
  await last;
  await client?.dispose();
}

/** Ends the server, if there is one, and starts it, if it may run here. */
function restart(isAsked: boolean): Promise<void> {
  last = last.then(async () => {
    const old = client;
    client = undefined;
    await old?.dispose().catch((error: unknown) => output.warn(String(error)));
    if (vscode.workspace.isTrusted) {
      await start();
    } else if (isAsked) {
      await vscode.window.showInformationMessage("bpol runs in a trusted workspace only.");
    }
  });
  return last;
}

async function start(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("bpol");
  const found = find(settings.get<string>("path", ""));
  if ("tried" in found) {
    const message = missing(found.tried);
    output.error(message);
    // Nobody is waited for.
    void vscode.window.showErrorMessage(message, "Open the Setting").then((choice) => {
      if (choice !== undefined) void vscode.commands.executeCommand("workbench.action.openSettings", "bpol.path");
    });
    return;
  }
  output.info(`starting ${found.program} lsp`);
  const server: ServerOptions = { command: found.program, args: ["lsp"] };
  const options: LanguageClientOptions = {
    documentSelector: [
      { scheme: "file", language: "bpol" },
      { scheme: "untitled", language: "bpol" },
      { scheme: "file", pattern: "**/bpol.toml" },
    ],
    outputChannel: output,
    connectionOptions: { maxRestartCount: RESTARTS },
    synchronize: { configurationSection: "bpol" },
    initializationOptions: {
      hints: {
        workloads: settings.get<boolean>("hints.workloads", true),
        environments: settings.get<boolean>("hints.environments", true),
      },
      lenses: settings.get<boolean>("lenses", true),
      compare: settings.get<string>("compare", "head"),
      commands: ["bpol.showReferences"],
      virtualDocuments: true,
    },
  };
  client = new Client("bpol", "bpol", server, options);
  try {
    await client.start();
  } catch (error) {
    // The client has told of it.
    output.error(String(error));
  }
}

/** The server, or a message that there is none. */
function running(): Client | undefined {
  if (client?.isRunning()) return client;
  void vscode.window.showWarningMessage("The bpol server is not running.", "Show the Output").then((choice) => {
    if (choice !== undefined) output.show();
  });
  return undefined;
}

async function why(): Promise<{ workload: string; text: string } | undefined> {
  const editor = vscode.window.activeTextEditor;
  const server = running();
  if (editor === undefined || server === undefined) return undefined;
  const { document, selection } = editor;
  const workload = workloadAt(document.getText().split(/\r\n|\n|\r/), selection.active.line);
  if (workload === undefined) {
    void vscode.window.showInformationMessage("There is no workload at the cursor.");
    return undefined;
  }
  const uri = server.code2ProtocolConverter.asUri(document.uri);
  const text = await server.run<string | null>("bpol.why", { textDocument: { uri }, workload });
  return text === null ? undefined : { workload, text };
}

/** What a lens does: the places in the editor's own list. */
async function showReferences(uri: string, position: Position, locations: Location[]): Promise<void> {
  if (client === undefined) return;
  const convert = client.protocol2CodeConverter;
  await vscode.commands.executeCommand(
    "editor.action.showReferences",
    convert.asUri(uri),
    convert.asPosition(position),
    locations.map((location) => convert.asLocation(location)),
  );
}
