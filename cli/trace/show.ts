import { ProxyError } from "../../src/core/errors.ts";
import { objectIn, textOrNull } from "../../src/lib/json.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { visible } from "../output/visible.ts";
import { tracePlace } from "./place.ts";

/** The id that was given. Throws `usage` where none was. */
export const idNeeded = (id: string | null, action: string): string => {
  if (id !== null) return id;
  throw new ProxyError("usage", `Which request? trace ${action} needs its id.`, { hint: "Try: proxy-cli trace list" });
};

/** One trace: everything as it lies in its file, or the answer's body alone. */
export const showTrace = async (context: Context, asked: string | null, flags: Flags): Promise<void> => {
  const { json, data, print, warn } = context;
  const id = idNeeded(asked, "show");
  const { folder } = await tracePlace(context);
  const { traceOf } = await import("../../src/offline/traces.ts");
  const { text, trace } = await traceOf(folder, id);
  if (flags.has("body")) {
    const { text: body, why } = objectIn(objectIn(trace?.["answer"])["body"]);
    if (typeof body === "string") for (const line of body.split("\n")) print(visible(line));
    else warn(`no body was kept${textOrNull(why) === null ? "" : `: ${textOrNull(why)}`}`);
    return;
  }
  if (json) return data({ trace });
  for (const line of text.trimEnd().split("\n")) print(visible(line));
};

/** Where traces are, or the file of one. */
export const pathOfTrace = async (context: Context, id: string | null): Promise<void> => {
  const { json, data, print } = context;
  const { folder } = await tracePlace(context);
  const { traceFile } = await import("../../src/offline/traces.ts");
  const path = id === null ? folder : traceFile(folder, id);
  if (json) data({ path });
  else print(path);
};
