import type { Scene } from "../stage.ts";
import type { Ask, Seen } from "./http.ts";

/** What a person says, and what the tool answers that the model calls for it. */
export type Turn = { readonly says: string; readonly toolSays: string };

/** A conversation before it is held. */
export type Talk = {
  /** The name that the program has for it; null where it tells none. */
  readonly session: string | null;
  /** What stands before the conversation, in every request. */
  readonly system: string;
  readonly turns: readonly Turn[];
  /** How long its person reads an answer before the next turn, in seconds. */
  readonly readSeconds: number;
};

/** How an agent writes its requests and reads the answers. An item is one entry of its format's history. */
export type Agent = {
  readonly question: (text: string) => object;
  /** A request with all that was said so far. */
  readonly ask: (talk: Pick<Talk, "session" | "system">, history: readonly unknown[]) => Ask;
  /** What an answer adds to the history. */
  readonly answered: (seen: Seen) => readonly unknown[];
  /** What the tool said that an answer calls, as the item that the history goes on with; null where it calls none. */
  readonly toolResult: (seen: Seen, toolSays: string) => object | null;
  /** What the model did, in a few words. */
  readonly told: (seen: Seen) => string;
};

/** How long a tool runs, in seconds. */
const toolSeconds = 0.4;

/** Holds a conversation turn by turn: the history grows, and the tools are run that the model asks for. */
export const converse =
  ({ question, ask, answered, toolResult, told }: Agent, talk: Talk): Scene =>
  async (stage) => {
    let history: readonly unknown[] = [];
    for (const { says, toolSays } of talk.turns) {
      history = [...history, question(says)];
      for (;;) {
        if (stage.isOver()) return;
        const seen = await stage.play(ask(talk, history), told);
        if (seen.ended !== "whole" || seen.status !== 200) return;
        history = [...history, ...answered(seen)];
        const result = toolResult(seen, toolSays);
        if (result === null) break;
        history = [...history, result];
        await stage.pause(toolSeconds);
      }
      await stage.pause(talk.readSeconds);
    }
  };

/** One question and what the tool says to it, told without a name. */
export const shortTalk = (says: string, toolSays: string): Talk => ({
  session: null,
  system: "",
  turns: [{ says, toolSays }],
  readSeconds: 0,
});
