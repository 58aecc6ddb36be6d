// Where the program is: the setting, else the PATH, else where cargo installs. It is never downloaded.

import { accessSync, constants, statSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** What of the machine counts. */
export interface Machine {
  readonly platform: string;
  readonly home: string;
  readonly path: string | undefined;
  /** Whether there is a program at a path. */
  isProgram(path: string): boolean;
}

export const machine: Machine = {
  platform: process.platform,
  home: homedir(),
  path: process.env["PATH"],
  isProgram(path) {
    try {
      accessSync(path, constants.X_OK);
      return statSync(path).isFile();
    } catch {
      return false;
    }
  },
};

/** The program, or all that was tried. */
export type Found = { readonly program: string } | { readonly tried: readonly string[] };

export function find(setting: string, on: Machine = machine): Found {
  const name = on.platform === "win32" ? "bpol.exe" : "bpol";
  // Who names a program wants that one and no other.
  const places =
    setting === ""
      ? [
          ...(on.path ?? "")
            .split(delimiter)
            .filter((folder) => folder !== "")
            .map((folder) => ({ path: join(folder, name), shown: "`bpol` on the PATH" })),
          { path: join(on.home, ".cargo", "bin", name), shown: join("~", ".cargo", "bin", name) },
        ]
      : [{ path: setting.replace(/^~(?=[/\\])/, on.home), shown: `\`${setting}\`, from the setting bpol.path` }];
  const place = places.find(({ path }) => on.isProgram(path));
  if (place !== undefined) return { program: place.path };
  const tried = places.map(({ shown }) => shown);
  return { tried: setting === "" ? [...new Set(["`bpol` on the PATH", ...tried])] : tried };
}

/** The one message of a program that is not there. */
export function missing(tried: readonly string[]): string {
  return (
    `bpol was not found, so there is highlighting only. Tried: ${tried.join(", ")}. ` +
    "Install it from a copy of its repository with `cargo install --locked --path .`, or set bpol.path."
  );
}
