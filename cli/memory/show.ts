import { isatty } from "node:tty";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { visible } from "../output/visible.ts";
import { askMemory, memoryId, noMemory } from "./view.ts";

/** What was left out, as it was: to the byte, unless a person looks at it in a terminal. 1 where no line fits. */
export const showMemory = async (context: Context, asked: string | null, flags: Flags): Promise<number> => {
  const id = memoryId(asked, "show");
  const choose = chosenBy(flags);
  const { running, answer } = await askMemory(context, "memory", { id });
  if (answer.state !== "kept") throw noMemory(id, answer.state);
  const text = choose(answer.text);
  if (context.json) context.data({ running, memory: answer.memory, text });
  else if (isatty(1)) for (const line of text.replace(/\n$/, "").split("\n")) context.print(visible(line));
  else context.draw(text);
  return text === "" && answer.text !== "" ? 1 : 0;
};

type Choose = (text: string) => string;

/** Which lines are wanted. Throws `usage` where that cannot be read. */
const chosenBy = (flags: Flags): Choose => {
  const head = flags.whole("head", 1);
  const [from, to] = rangeFrom(flags.text("lines"));
  const pattern = patternFrom(flags.text("grep"));
  if (head === null && from === 1 && to === Number.POSITIVE_INFINITY && pattern === null) return (text) => text;
  return (text) => {
    const lines = text.split(/(?<=\n)/).slice(from - 1, to);
    const found = pattern === null ? lines : lines.filter((line) => pattern.test(line.replace(/\r?\n$/, "")));
    return found.slice(0, head ?? undefined).join("");
  };
};

const rangeFrom = (text: string | null): readonly [from: number, to: number] => {
  if (text === null) return [1, Number.POSITIVE_INFINITY];
  const [, from, to] = /^(\d{1,9})-(\d{1,9})?$/.exec(text) ?? [];
  const first = Number(from);
  const last = to === undefined ? Number.POSITIVE_INFINITY : Number(to);
  if (from !== undefined && first >= 1 && last >= first) return [first, last];
  throw new ProxyError("usage", `--lines takes lines such as 10-40 or 10-, got "${visible(text)}".`, {
    hint: "Try: proxy-cli memory show ID --lines 1-40",
  });
};

const patternFrom = (text: string | null): RegExp | null => {
  if (text === null) return null;
  try {
    return new RegExp(text, "u");
  } catch (cause) {
    throw new ProxyError("usage", "--grep takes a regular expression, and that is none.", {
      hint: "Try: proxy-cli memory show ID --grep 'error|failed'",
      cause,
    });
  }
};
