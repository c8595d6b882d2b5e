import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import { counted, roughly } from "../output/units.ts";
import { askMemory, sessionNamed } from "./view.ts";

/** Has a conversation go out whole again; says first what that costs, and does not where the vendor would refuse it. */
export const resetMemory = async (context: Context, asked: string | null): Promise<number> => {
  const session = sessionNamed(asked);
  if (session === null)
    throw new ProxyError("usage", "Which session? memory reset needs its id.", { hint: "Try: proxy-cli sessions" });
  const { answer: would } = await askMemory(context, "resetMemory", { session, isDry: true });
  if (would.isSealed)
    throw new ProxyError(
      "usage",
      `${session} stays as it is: the model's sealed thoughts are bound to what was sent, and the vendor would refuse the conversation in another form.`,
      { hint: "Try: begin another conversation; what comes new there follows memory.mode" },
    );
  if (would.edits === 0) return told(context, session, would, "nothing was left out of it");
  const cost = `${counted(would.edits, "piece")} go out whole again: ${roughly(would.tokens)} tokens more each turn, and the next turn is read anew, without the vendor's cache`;
  if (!(await context.confirm(`${cost}. Reset ${session}?`, `proxy-cli memory reset ${session}`))) return 1;
  const { answer } = await askMemory(context, "resetMemory", { session, isDry: false });
  return told(context, session, answer, cost);
};

type Told = { readonly isDone: boolean; readonly edits: number; readonly tokens: number };

const told = ({ json, data, say }: Context, session: string, answer: Told, words: string): number => {
  if (json) data({ session, ...answer });
  else say(`ok  ${session}: ${words}`);
  return 0;
};
