import { type Agent, converse, type Talk, type Turn } from "../programs/conversation.ts";
import { mistralProgram, sdkProgram } from "../programs/sdk-program.ts";
import { handbook, questions, toolOutput } from "../programs/texts.ts";
import type { Scene } from "../stage.ts";

/** How somebody works with an agent. */
type Manner = {
  readonly agent: Agent;
  /** How long they read before they go on, in seconds. */
  readonly readSeconds: number;
  /** How many turns a conversation has before they begin another one. */
  readonly turns: number;
};

/** One conversation of a person with their agent, unlike any before it. */
export const person =
  ({ agent, readSeconds, turns }: Manner): Scene =>
  async (stage) => {
    const number = stage.next();
    const talk: Talk = {
      session: `demo-${number}`,
      system: handbook,
      turns: Array.from({ length: turns }, (_, at) => turnOf(number, at)),
      readSeconds,
    };
    await converse(agent, talk)(stage);
  };

/** Every third answer is a long one, that is read while it is written. */
const turnOf = (number: number, at: number): Turn => {
  const question = questions[(number + at) % questions.length] ?? "";
  const says = at % 3 === 2 ? `${question} (say ${90 + ((number + at) % 4) * 40} words)` : question;
  return { says: at === 0 ? `Ticket ${number}: ${says}` : says, toolSays: toolOutput(number + at) };
};

/** A program without a person: several questions at once, then a break. */
export const script =
  (parallel: number, breakSeconds: number): Scene =>
  async (stage) => {
    await Promise.all(Array.from({ length: parallel }, (_, at) => (at % 3 === 2 ? mistralProgram : sdkProgram)(stage)));
    await stage.pause(breakSeconds);
  };

/** The same scene at one upstream, whichever is the current one. */
export const via =
  (upstream: string, scene: Scene): Scene =>
  (stage) =>
    scene({
      ...stage,
      play: (ask, tell) => stage.play({ ...ask, headers: { ...ask.headers, "x-proxy-upstream": upstream } }, tell),
    });
