import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { askMemory, sessionNamed } from "./view.ts";

/** Keeps a note of a person's own beside what was left out; it is found by recall, and stays until it is let go. */
export const rememberNote = async (context: Context, text: string | null, flags: Flags): Promise<void> => {
  if (text === null || text.trim() === "")
    throw new ProxyError("usage", "What? memory remember needs a text.", {
      hint: 'Try: proxy-cli memory remember "the staging database is read-only on Fridays"',
    });
  const { answer } = await askMemory(
    context,
    "rememberMemory",
    { text, session: sessionNamed(flags.text("session")) },
    true,
  );
  if (context.json) return context.data({ id: answer.id });
  context.say(`ok  kept as ${answer.id}, pinned;  back:  proxy-cli memory forget ${answer.id}`);
};
