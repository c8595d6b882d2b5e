import type { Context } from "../command.ts";
import { changing, effectWords } from "../daemon/in-force.ts";
import type { Flags } from "../flags.ts";
import { editedCopy } from "../terminal/edited-copy.ts";

/** Opens a copy of servers.yaml in the editor and puts it in the file's place when it can be used. */
export const editServersFile = async (context: Context, flags: Flags): Promise<void> => {
  const { paths, json, data, say, paint } = context;
  const { checkServersText, readText, replaceServers } = await import("../../src/offline/servers.ts");
  const before = readText(paths.servers);
  const text = await editedCopy(context, flags, {
    name: "servers.yaml",
    text: before ?? "",
    check: (edited) => checkServersText(paths.servers, edited),
    again: "proxy-cli upstreams edit",
  });
  if (text === (before ?? "")) return json ? data({ changed: false }) : say("nothing was changed");
  const reloaded = await replaceServers(changing(context), text, before);
  if (json) return data({ changed: true, file: paths.servers, running: reloaded !== null });
  say(`${paint("ok", "ok")}  servers.yaml is changed   ${effectWords(reloaded)}`);
};
