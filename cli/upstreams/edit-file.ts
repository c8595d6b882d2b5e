import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isatty } from "node:tty";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { bringInForce, effectWords } from "../daemon/in-force.ts";
import { runChild } from "../programs/child.ts";
import { editorFrom } from "../terminal/editor.ts";

/** Opens a copy of servers.yaml in the editor and puts it in the file's place when it can be used. */
export const editServersFile = async (context: Context): Promise<void> => {
  const { paths, json, data, say, paint } = context;
  const { replaceServers } = await import("../../src/offline/servers.ts");
  const before = existsSync(paths.servers) ? readFileSync(paths.servers, "utf8") : "";
  const text = await editedCopy(context, before);
  if (text === before) return json ? data({ changed: false }) : say("nothing was changed");
  const running = await bringInForce(context, replaceServers(paths, text));
  if (json) return data({ changed: true, file: paths.servers, running });
  say(`${paint("ok", "ok")}  servers.yaml is changed   ${effectWords(running)}`);
};

/** The file itself is never open in the editor: what is saved half way must not come into force. */
const editedCopy = async ({ paths, env, onSignals }: Context, text: string): Promise<string> => {
  const editor = editorFrom(env);
  mkdirSync(paths.home, { recursive: true, mode: 0o700 });
  const folder = mkdtempSync(join(paths.home, "edit-"));
  const copy = join(folder, "servers.yaml");
  try {
    writeFileSync(copy, text, { mode: 0o600 });
    const known = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const command = [...editor, copy];
    const code = await runChild({ command, env: Object.fromEntries(known), hasTerminal: isatty(0), onSignals });
    if (code === 0) return readFileSync(copy, "utf8");
    throw new ProxyError("interrupted", `The editor "${editor[0]}" ended with ${code}.`, {
      hint: "Nothing was changed. Try: proxy-cli upstreams edit",
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
