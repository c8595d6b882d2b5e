import { ProxyError } from "../../src/core/errors.ts";
import type { WhichOriginals } from "../../src/core/memory.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { bytes, counted } from "../output/units.ts";
import { askMemory, memoryId, noMemory, sessionNamed } from "./view.ts";

/** Lets go what is kept: one, those of a conversation, or all. What goes out of conversations does not change by it. */
export const forgetMemories = async (context: Context, asked: string | null, flags: Flags): Promise<number> => {
  const which = whichFrom(asked, flags);
  const again = `proxy-cli memory forget ${flags.has("all") ? "--all" : `--session ${flags.text("session")}`}`;
  const what = which.which === "all" ? "everything that is kept" : "what is kept of that conversation";
  if (which.which !== "id" && !(await context.confirm(`Forget ${what}? It cannot be had again.`, again))) return 1;
  const { answer } = await askMemory(context, "forgetMemories", which);
  if (context.json) {
    context.data(answer);
    return 0;
  }
  if (which.which === "id" && answer.forgotten === 0) throw noMemory(which.id, "unknown");
  context.say(`ok  forgotten: ${counted(answer.forgotten, "original")}, ${bytes(answer.bytes)}`);
  return 0;
};

const whichFrom = (asked: string | null, flags: Flags): WhichOriginals => {
  const session = sessionNamed(flags.text("session"));
  const said = [asked !== null, session !== null, flags.has("all")].filter(Boolean).length;
  if (said !== 1)
    throw new ProxyError("usage", "memory forget takes one of: an id, --session ID, --all.", {
      hint: "Try: proxy-cli memory list",
    });
  if (session !== null) return { which: "session", session };
  return asked === null ? { which: "all" } : { which: "id", id: memoryId(asked, "forget") };
};
