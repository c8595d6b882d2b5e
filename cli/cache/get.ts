import { isatty } from "node:tty";
import type { CacheFound } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { bytes, dayAndTime, exactly, lasted, money, roughly } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { keptUnder } from "./ask.ts";

/** What is kept under a key: all about it, or with `--body` its text alone. */
export const getAnswer = async (context: Context, key: string | null, flags: Flags): Promise<void> => {
  if (key === null)
    throw new ProxyError("usage", "cache get needs a key, or its beginning.", {
      hint: "Try: proxy-cli cache   (it shows the latest keys; proxy-cli why ID that of a request)",
    });
  const withBody = flags.has("body");
  const { running, kept } = await keptUnder(context, key, "get", withBody);
  const { answer, headers, avoided, body } = kept;
  if (context.json)
    return context.data({
      ...{ running, ...answer, avoided },
      headers: headers.map(([name, value]) => ({ name, value })),
      ...(withBody ? { body } : {}),
    });
  if (!withBody) for (const line of answerLines(kept, context.now())) context.print(line);
  else if (body === null)
    throw new ProxyError("input_missing", "This answer is packed in a way that cannot be read here.", {
      hint: `Try: proxy-cli cache get ${key}   (its headers say how)`,
    });
  else if (isatty(1)) for (const line of body.replace(/\n$/, "").split("\n")) context.print(visible(line));
  else context.draw(body);
};

const answerLines = (
  { answer, headers, avoided }: CacheFound & { readonly state: "kept" },
  now: number,
): readonly string[] => {
  const { key, storedAt, endsAt, usedAt, hits, isStream, model } = answer;
  const tokens = `in ${roughly(avoided.inputTokens)}   out ${roughly(avoided.outputTokens)}`;
  const last = hits === 0 ? "" : `, last ${dayAndTime(usedAt, now)}`;
  return [
    `key       ${key}`,
    `model     ${visible(model ?? "-")}${isStream ? "   (a stream)" : ""}`,
    `age       ${lasted(Math.max(0, now - storedAt))}, given again for ${lasted(Math.max(0, endsAt - now))}`,
    `hits      ${exactly(hits)}${last}`,
    `size      ${bytes(answer.bytes)}`,
    `took      ${tokens}   ${money(avoided.costMicros)}: not spent again at each hit`,
    ...headers.map(
      ([name, value], at) => `${(at === 0 ? "headers" : "").padEnd(10)}${visible(name)}: ${visible(value)}`,
    ),
  ];
};
