import { anthropicAsk, contentOf, longAnswer, told } from "./programs/claude-code.ts";
import type { Ask, Seen } from "./programs/http.ts";
import { at, parsed, textAt } from "./programs/json.ts";
import { chatAsk, longChat, told as toldByChat } from "./programs/sdk-program.ts";
import { handbook } from "./programs/texts.ts";
import type { Scene } from "./stage.ts";

/** Too many requests: the vendor's 429 and its retry-after reach the program as they are; it waits and asks again. */
export const limited: Scene = async (stage) => {
  const question = `Summarise the log of build ${stage.next()}.`;
  const ask = chatAsk("gpt-4o", question, true, "429;retry-after=1;times=1");
  const refused = await stage.play(ask, (seen) => `told to wait: retry-after ${seen.headers.get("retry-after")} s`);
  if (refused.status !== 429) return;
  await stage.pause(1);
  await stage.play(ask, (seen) => `after its wait, ${toldByChat(seen)}`);
};

/** An overloaded vendor: the agent tries again by itself, the proxy does not do it behind its back. */
export const overloaded: Scene = async (stage) => {
  const content = `Ticket ${stage.next()}. echo: second try`;
  const ask = anthropicAsk([{ role: "user", content }], { fault: "529;times=1" });
  await stage.play(ask, () => "vendor overloaded, the agent tries again");
  await stage.pause(0.4);
  await stage.play(ask, told);
};

/** A stream that breaks never looks like one that has ended. */
export const cut: Scene = async (stage) => {
  const content = `say 90 words about ticket ${stage.next()}`;
  await stage.play(
    anthropicAsk([{ role: "user", content }], { fault: "cut;after=14" }),
    (seen) => `vendor broke off after ${wordsIn(seen)} words; the agent was told${namedError(seen)}`,
  );
};

/** Somebody presses Escape: the vendor hears of it at once and stops. */
export const leaves: Scene = async (stage) => {
  const ask = anthropicAsk([{ role: "user", content: `say 2000 words about ticket ${stage.next()}` }]);
  await stage.play(
    { ...ask, leaveAfter: 16 },
    (seen) => `the person left after ${wordsIn(seen)} words; the vendor was stopped`,
  );
};

/** A vendor that breaks, and a program that asks again. */
export const vendorBroke: Scene = async (stage) => {
  const ask = chatAsk("gpt-4o-mini", `echo: answer ${stage.next()}`, false, "500;times=1");
  await stage.play(ask, () => "the vendor broke, the program tries again");
  await stage.pause(0.6);
  await stage.play(ask, toldByChat);
};

/** A head that lets one wait, and a stream that only drips. */
export const slow: Scene = async (stage) => {
  const question = `say 60 words about ticket ${stage.next()}`;
  await stage.play(
    chatAsk("gpt-4o", question, true, "slow-head;ms=2500,drip;bytes=200;ms=25"),
    (seen) => `slowly, ${toldByChat(seen)}`,
  );
};

/** An error of the vendor's in an answer that had begun as a good one. */
export const errorInside: Scene = async (stage) => {
  const content = `say 80 words about ticket ${stage.next()}`;
  await stage.play(
    anthropicAsk([{ role: "user", content }], { fault: "error-in-200;after=10" }),
    (seen) => `an error inside a good answer after ${wordsIn(seen)} words`,
  );
};

/** The upstream of the demo that nobody answers at. */
export const downUpstream = "demo-down";

/** An upstream that is down: the proxy says so in the program's own format. */
export const down: Scene = async (stage) => {
  const ask = anthropicAsk([{ role: "user", content: `echo: is ticket ${stage.next()} there?` }]);
  await stage.play(
    { ...ask, headers: { ...ask.headers, "x-proxy-upstream": downUpstream } },
    (seen) => `${downUpstream} is down; the agent was told: ${textAt(parsed(textOf(seen)), "error", "message")}`,
  );
};

/** A clock in the system prompt: the third turn pays for all of it again, and the daemon says why. */
export const cacheBreak: Scene = async (stage) => {
  const session = `demo-${stage.next()}`;
  let messages: readonly unknown[] = [];
  for (const [turn, clock] of ["9:00", "9:00", "9:01"].entries()) {
    if (stage.isOver()) return;
    const question = { role: "user", content: `say ${20 + turn} words for ${session}` };
    const ask = anthropicAsk([...messages, question], { session, system: ` It is ${clock}.${handbook}` });
    const seen = await stage.play(ask, (answer) =>
      turn < 2 ? told(answer) : `the prompt's clock moved; ${readFrom(answer)}`,
    );
    if (seen.status !== 200 || seen.ended !== "whole") return;
    messages = [...messages, question, { role: "assistant", content: contentOf(seen) }];
    await stage.pause(0.5);
  }
};

/** New requests go elsewhere, answers under way end where they began. */
export const switching: Scene = async (stage) => {
  const heads = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
  const onHead = (at: 0 | 1, ask: Ask): Ask => ({ ...ask, onHead: heads[at].resolve });
  const streams = Promise.all([
    stage.play(onHead(0, longAnswer(90)), told),
    stage.play(onHead(1, longChat(90)), toldByChat),
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

/** How much of its prompt the vendor says that it had kept. */
const readFrom = ({ events }: Seen): string => {
  const start = parsed(events.find(({ name }) => name === "message_start")?.data ?? "");
  return `${String(at(start, "message", "usage", "cache_read_input_tokens"))} tokens read from the cache`;
};

const textOf = ({ received }: Seen): string => new TextDecoder().decode(received);
