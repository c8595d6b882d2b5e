import { anthropicAsk, contentOf, longAnswer, told } from "./claude-code.ts";
import type { Seen } from "./http.ts";
import { chatAsk, longChat, told as toldByChat } from "./sdk-program.ts";
import type { Scene } from "./stage.ts";

/** Too many requests: the vendor's 429 and its retry-after reach the program as they are; it waits and asks again. */
export const limited: Scene = async (stage) => {
  const ask = chatAsk("gpt-4o", "Summarise the build log.", true, "429;retry-after=1;times=1");
  const refused = await stage.play(ask, (seen) => `told to wait: retry-after ${seen.headers.get("retry-after")} s`);
  if (refused.status !== 429) return;
  await stage.pause(0.05);
  await stage.play(ask, (seen) => `after its wait, ${toldByChat(seen)}`);
};

/** An overloaded vendor: the agent tries again by itself, the proxy does not do it behind its back. */
export const overloaded: Scene = async (stage) => {
  const ask = anthropicAsk([{ role: "user", content: "echo: second try" }], "529;times=1");
  await stage.play(ask, () => "vendor overloaded, the agent tries again");
  await stage.pause(0.02);
  await stage.play(ask, told);
};

/** A stream that breaks never looks like one that has ended. */
export const cut: Scene = async (stage) => {
  const ask = anthropicAsk([{ role: "user", content: "say 90 words" }], "cut;after=14");
  await stage.play(
    ask,
    (seen) => `vendor broke off after ${wordsIn(seen)} words; the agent was told${namedError(seen)}`,
  );
};

/** Somebody presses Escape: the vendor hears of it at once and stops. */
export const leaves: Scene = async (stage) => {
  await stage.play(
    { ...longAnswer(2000), leaveAfter: 16 },
    (seen) => `the person left after ${wordsIn(seen)} words; the vendor was stopped`,
  );
};

/** New requests go elsewhere, answers under way end where they began. */
export const switching: Scene = async (stage) => {
  const heads = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
  const streams = Promise.all([
    stage.play({ ...longAnswer(90), onHead: heads[0].resolve }, told),
    stage.play({ ...longChat(90), onHead: heads[1].resolve }, toldByChat),
  ]);
  // A stream that never begins must not hold up the rest.
  await Promise.race([Promise.all(heads.map(({ promise }) => promise)), streams]);
  await stage.switchTo("demo-b");
  await streams;
};

const wordsIn = (seen: Seen): number => {
  const text = contentOf(seen)
    .map((block) => (typeof block["text"] === "string" ? block["text"] : ""))
    .join("");
  return text.split(/\s+/).filter((word) => word !== "").length;
};

const namedError = ({ events }: Seen): string => (events.at(-1)?.name === "error" ? " by an error event" : "");
