import { type Format, formats } from "../../tests/support/formats.ts";
import { requestText } from "../../tests/support/http-text.ts";
import { conversation } from "./conversation.ts";

/** What a kind of client asks for, one request after the other, and how it takes the answers. */
export type Habit = {
  readonly name: string;
  readonly manner: "waits" | "leaves in the middle" | "reads slowly";
  /** Its next request, to this port. */
  readonly next: (port: number) => Buffer;
};

/** The programs that some clients say they are: what is set for them is set by this name. */
export const programs = {
  limited: "soak-limited",
  spender: "soak-spender",
  capped: "soak-capped",
  holder: "soak-token",
} as const;

/** The model whose answers are kept; nobody asks for it but who asks again. */
export const cachedModel = "claude-haiku-4-5";

/** Upstreams with a key of the daemon's own, and one where nobody listens. */
export const ownUpstreams = { anthropic: "soak-anthropic", openai: "soak-openai", google: "soak-google" } as const;
export const goneUpstream = "soak-gone";

const [anthropic] = formats as [Format];
const anyFormat = (): Format => formats[Math.floor(Math.random() * formats.length)] ?? anthropic;

/** Asks any vendor in its own format. */
const asks = (
  name: string,
  manner: Habit["manner"],
  stream: boolean,
  { to, bodyOf = ({ body }: Format) => body(stream) }: { to?: string; bodyOf?: (format: Format) => string } = {},
): Habit => ({
  ...{ name, manner },
  next: (port) => {
    const format = anyFormat();
    return requestText(format, stream, port, { "x-proxy-upstream": to ?? format.upstream }, bodyOf(format));
  },
});

/** Half a megabyte before the question. */
const long = (format: Format): string => format.body(false).replace("hé", `${"much ".repeat(100_000)}hé`);

/** A program that asks in Anthropic's format; its body, where it is not the usual one. */
const asProgram = (
  name: string,
  { program = "claude-cli", to = "anthropic", body }: { program?: string; to?: string; body?: () => string },
): Habit => ({
  ...{ name, manner: "waits" },
  next: (port) =>
    requestText(anthropic, false, port, { "user-agent": `${program}/1.0`, "x-proxy-upstream": to }, body?.()),
});

/** Who shows a token of the daemon's asks one vendor in the format of another, with the daemon's own keys. */
const translated = (token: string): Habit => {
  const places = Object.values(ownUpstreams);
  let turn = Math.floor(Math.random() * 12);
  return {
    ...{ name: "asks in another format", manner: "waits" },
    next: (port) => {
      const format = formats[turn % formats.length] ?? anthropic;
      const to = places[turn % places.length] ?? ownUpstreams.anthropic;
      const own = { "x-proxy-token": token, "x-proxy-upstream": to };
      return requestText(
        { ...format, headers: { "user-agent": `${programs.holder}/1.0` } },
        turn++ % 2 === 0,
        port,
        own,
      );
    },
  };
};

/** So many requests come of each question, from all clients together. */
const sameQuestion = 6;

/** Makes the habits of one client after the other; `token` is one of the daemon's own. */
export const createHabits = (token: string): (() => readonly Habit[]) => {
  let asked = 0;
  const question = (): string => {
    const content = `question ${Math.floor(asked++ / sameQuestion)}`;
    return JSON.stringify({ model: cachedModel, max_tokens: 64, messages: [{ role: "user", content }] });
  };
  return () => [
    asks("plain", "waits", false),
    asks("stream", "waits", true),
    asks("leaves in the middle", "leaves in the middle", true),
    asks("reads slowly", "reads slowly", true),
    asks("sends much", "waits", false, { bodyOf: long }),
    asks("asks the simulator", "waits", false, { to: "simulator" }),
    asProgram("asks again", { body: question }),
    asProgram("is limited", { program: programs.limited }),
    asProgram("spends", { program: programs.spender }),
    asProgram("spends too much", { program: programs.capped }),
    asProgram("falls back", { to: goneUpstream }),
    asProgram("talks for long", { body: conversation() }),
    translated(token),
  ];
};
