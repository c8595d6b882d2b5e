import { describe, expect, test } from "bun:test";
import { responsesTalk } from "../../../src/simulator/openai/responses-talk.ts";
import { until } from "../../support/wait.ts";
import { asks, frozen, keys, payloads, post } from "../asking.ts";

type Event = { readonly type: string; readonly response?: { readonly [name: string]: unknown } } & {
  readonly [name: string]: unknown;
};

/** A conversation with a simulator of its own, and what its client has been told. */
const talkWith = (headers: Readonly<Record<string, string>> = {}, clock = { now: 0 }) => {
  const told: string[] = [];
  const ends: string[] = [];
  const simulator = frozen();
  const talk = responsesTalk({
    ask: simulator.fetch,
    url: "http://simulator/v1/responses",
    headers: new Headers({ ...keys, ...headers }),
    now: () => clock.now,
  });
  talk.begin({
    send: async (event) => void told.push(event),
    close: (code) => void ends.push(`closed ${code}`),
    cut: () => void ends.push("cut"),
  });
  const say = (message: object | string): void =>
    talk.hear(typeof message === "string" ? message : JSON.stringify({ type: "response.create", ...message }));
  const events = (): readonly Event[] => told.map((event) => JSON.parse(event));
  /** Says it and gives the events of its turn. */
  const turn = async (message: object | string): Promise<readonly Event[]> => {
    const before = told.length;
    say(message);
    const isEnd = ({ type }: Event): boolean => /^(error|response\.(completed|incomplete))$/.test(type);
    await until("the turn ends", () => events().slice(before).some(isEnd));
    return events().slice(before);
  };
  return { talk, say, turn, told, ends, events, simulator };
};

const asked = { model: "gpt-5.4", input: "say 5 words" };

test("a turn has the events of the same turn over HTTP, word for word", async () => {
  const { say, told } = talkWith();
  const [path, body] = asks["openai-responses"]("say 5 words", { stream: true });
  const overHttp = payloads(await (await post(frozen(), path, JSON.stringify({ ...body }))).text());

  say({ ...asked });
  await until("all events", () => told.length === overHttp.length);

  const withoutIds = (text: string): string => text.replaceAll(/"(id|item_id|obfuscation)":"[^"]*"/g, "");
  expect(told.map(withoutIds)).toEqual(overHttp.map(({ data }) => withoutIds(data)));
});

test("turns run one after the other, in the order in which they were asked for", async () => {
  const { say, events } = talkWith();

  for (const word of ["one", "two", "three"]) say({ ...asked, input: `echo: ${word}` });
  await until("three ends", () => events().filter(({ type }) => type === "response.completed").length === 3);

  const done = events().filter(({ type }) => type === "response.output_text.done");
  expect(done.map(({ text }) => text)).toEqual(["one", "two", "three"]);
  const open = events().flatMap(({ type }) =>
    type === "response.created" ? ["("] : type === "response.completed" ? [")"] : [],
  );
  expect(open.join("")).toBe("()()()");
});

describe("a turn that goes on from the one before", () => {
  test("sends only what is new, and is billed for the whole", async () => {
    const { turn, simulator } = talkWith();
    const first = (await turn({ ...asked, input: "echo: remember the melon" })).at(-1)?.response;

    const second = await turn({ ...asked, previous_response_id: first?.["id"], input: "echo: again" });

    expect(second[0]?.response?.["previous_response_id"]).toBe(String(first?.["id"]));
    const [one, two] = simulator.log.entries().map(({ inputTokens }) => inputTokens ?? 0) as [number, number];
    expect(two).toBeGreaterThan(one);
  });

  test("brings the output of a tool that was called", async () => {
    const { turn } = talkWith();
    const tools = [{ type: "function", name: "look", parameters: { type: "object", properties: {} } }];
    const called = (await turn({ ...asked, input: "use the tool please", tools, tool_choice: "required" })).at(-1);
    const call_id = /"call_id":"(\w+)"/.exec(JSON.stringify(called))?.[1];
    const input = [{ type: "function_call_output", call_id, output: "melon" }];

    const events = await turn({ ...asked, tools, previous_response_id: called?.response?.["id"], input });

    expect(JSON.stringify(events)).toContain("The tool answered: melon");
  });

  test("is refused when that one is not known here, or has failed", async () => {
    const { turn } = talkWith();
    const lost = { type: "error", status: 400, error: { code: "previous_response_not_found" } };
    expect(await turn({ ...asked, previous_response_id: "resp_of_somebody" })).toMatchObject([lost]);
    const known = (await turn(asked)).at(-1)?.response?.["id"];
    await turn({ ...asked, previous_response_id: known, input: 5 });

    expect(await turn({ ...asked, previous_response_id: known })).toMatchObject([lost]);
  });
});

test("a turn that only warms up says nothing, and can be gone on from", async () => {
  const { turn } = talkWith();

  const warm = await turn({ ...asked, generate: false });
  expect(warm.map(({ type }) => type)).toEqual(["response.created", "response.in_progress", "response.completed"]);
  expect(warm.at(-1)?.response).toMatchObject({ output: [], usage: { output_tokens: 0 } });

  const next = await turn({ ...asked, previous_response_id: warm.at(-1)?.response?.["id"], input: "echo: melon" });
  expect(next.at(-1)).toMatchObject({ type: "response.completed", response: { output: [{ type: "message" }] } });
});

describe("what goes wrong is an event, and the connection goes on", () => {
  for (const [what, message, code] of [
    ["no JSON", "hello", "invalid_json"],
    ["a message that is no turn", '{"type":"response.sing"}', "unknown_event"],
    ["a turn without a model", '{"type":"response.create","input":"x"}', "missing_required_parameter"],
  ] as const) {
    test(what, async () => {
      const { turn, ends } = talkWith();

      expect(await turn(message)).toMatchObject([{ type: "error", status: 400, error: { code } }]);
      expect((await turn(asked)).at(-1)?.type).toBe("response.completed");
      expect(ends).toEqual([]);
    });
  }

  test("an overloaded vendor, and an error in the middle", async () => {
    const { turn } = talkWith({ "x-sim-fault": "429;times=1" });
    expect(await turn(asked)).toMatchObject([{ type: "error", status: 429 }]);
    expect((await turn(asked)).at(-1)?.type).toBe("response.completed");

    const { turn: other } = talkWith({ "x-sim-fault": "error-in-200;after=2" });
    expect((await other(asked)).map(({ type }) => type)).toEqual(["response.created", "response.in_progress", "error"]);
  });

  test("an hour is all that a connection has", async () => {
    const clock = { now: 0 };
    const { turn } = talkWith({}, clock);
    await turn(asked);
    clock.now = 60 * 60 * 1000 + 1;

    expect(await turn(asked)).toMatchObject([{ error: { code: "websocket_connection_limit_reached" } }]);
  });
});

test("a cut is a broken connection, an early end a closed one", async () => {
  for (const [fault, end] of [
    ["cut;after=3", "cut"],
    ["eof;after=3", "closed 1011"],
  ] as const) {
    const { say, ends, told } = talkWith({ "x-sim-fault": fault });
    say(asked);
    await until("the connection ends", () => ends.length > 0);

    expect(ends).toEqual([end]);
    expect(told.length).toBe(3);
  }
});

test("a client that leaves ends its turn", async () => {
  const { talk, say, told, simulator } = talkWith({ "x-sim-fault": "stall;after=2" });
  say(asked);
  await until("it has begun", () => told.length === 2);

  talk.end();
  await simulator.log.idle();

  expect(simulator.log.entries().map(({ ending }) => ending)).toEqual(["left"]);
});
