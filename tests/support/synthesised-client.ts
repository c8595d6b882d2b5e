import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, type JsonObject, listIn, objectIn, parsedJson } from "../../src/lib/json.ts";
import { unsoundAt } from "../../src/offline/simulate/soundness.ts";
import { bodyOf, type Turn } from "./dialogues.ts";
import { problemsIn } from "./strict/index.ts";
import type { Round } from "./synthesised.ts";
import type { VendorApart, Vendors } from "./vendors-apart.ts";

/** The formats of clients. */
export type Format = keyof typeof bodyOf;

/** A conversation that is held through a daemon. */
export type Talk = {
  readonly client: Format;
  readonly vendor: VendorApart;
  /** The models that it goes to: after some breaks to the next one. */
  readonly models: readonly string[];
  /** Headers that say how it is treated, and what makes it another conversation than all others. */
  readonly headers: Readonly<Record<string, string>>;
  readonly salt: string;
  readonly rounds: readonly Round[];
};

/** What came of it. */
export type Heard = {
  /** The ids of its requests that the vendor took. */
  readonly ids: readonly string[];
  /** Of all that arrived, in its order. */
  readonly arrived: string;
  readonly bytesSent: number;
  readonly bytesArrived: number;
  /** The ids of the requests whose beginning is another than that of the one before. */
  readonly changed: readonly string[];
  /** What was refused, and what a vendor might refuse. */
  readonly flaws: readonly string[];
};

/** Half an hour past what any vendor keeps a prompt for. */
const breakMs = 90 * 60_000;

/** Holds a conversation turn by turn, as its client would: with the thoughts that come back, sealed as they are. */
export const heldThrough = async (vendors: Vendors, talk: Talk, clock: { ms: number }): Promise<Heard> => {
  const { client, vendor, models, rounds } = talk;
  const wire = wires[client];
  let list: readonly JsonObject[] = wire.itemsOf({ by: "system", text: `Talk ${talk.salt}.` }).slice(0, wire.leads);
  let [before, turn]: [readonly string[], number] = [[], 0];
  const heard = { ids: [] as string[], bytesSent: 0, bytesArrived: 0 };
  const [changed, flaws]: [string[], string[]] = [[], []];
  const hasher = new Bun.CryptoHasher("sha256");
  for (const [at, round] of rounds.entries()) {
    if (round.isAfterBreak) turn++;
    if (round.isAfterBreak && turn % 2 === 0) {
      clock.ms += breakMs;
      writeFileSync(join(vendors.daemon.home, "later"), String(clock.ms));
    }
    const said = at === 0 ? salted(round.said, talk.salt) : round.said;
    list = [...list, ...said.flatMap(wire.itemsOf)];
    const model = models[Math.ceil(turn / 2) % models.length] ?? "";
    const body = wire.bodyWith(model, list, talk.salt);
    const { status, answer, id, text } = await asked(vendors, talk, model, body);
    const [arrived] = await vendors.sent();
    if (status !== 200 || arrived === undefined)
      return { ...heard, arrived: "", changed, flaws: [...flaws, `${at}: ${status} ${text}`] };
    const out = objectIn(parsedJson(arrived.body));
    const now = beginningOf(out, vendor.format);
    if (!before.every((item, index) => item === now[index])) changed.push(id);
    before = now;
    heard.ids.push(id);
    hasher.update(arrived.body);
    heard.bytesSent += JSON.stringify(body).length;
    heard.bytesArrived += arrived.body.length;
    flaws.push(...flawsOf(body, out, talk).map((flaw) => `${at}: ${flaw}`));
    list = [...list, ...wire.answerOf(round, answer, at)];
  }
  return { ...heard, arrived: hasher.digest("hex"), changed, flaws };
};

const salted = ([first, ...rest]: readonly Turn[], salt: string): readonly Turn[] =>
  first?.by === "user" ? [{ ...first, texts: [`Talk ${salt}.`, ...first.texts] }, ...rest] : [];

const asked = async ({ daemon }: Vendors, { client, vendor, headers }: Talk, model: string, body: JsonObject) => {
  const response = await fetch(`${daemon.url}${wires[client].pathFor(model)}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "anthropic-version": "2023-06-01",
      ...(client === "gemini" ? { "x-goog-api-key": "any-key" } : { authorization: "Bearer any-key" }),
      "x-proxy-upstream": vendor.upstream,
      ...headers,
    },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const id = response.headers.get("x-proxy-request-id") ?? "";
  return { status: response.status, answer: objectIn(parsedJson(text)), id, text: text.slice(0, 400) };
};

/** What has been said, item by item, without the marks that travel along its end. */
const beginningOf = (body: JsonObject, format: Format): readonly string[] =>
  listIn(body[wires[format].list]).map((item) =>
    JSON.stringify(item, (name, value) => (name === "cache_control" ? undefined : value)),
  );

/** Where formats meet, what the vendor's own would refuse; else what is no longer as its client has it. */
const flawsOf = (body: JsonObject, out: JsonObject, { client, vendor }: Talk): readonly string[] => {
  if (vendor.format !== client) return problemsIn[vendor.format](out);
  const thinking = objectIn(out["thinking"]);
  const { block_binding: _, ...rest } = thinking;
  const unbound = isObject(thinking["block_binding"]) ? { ...out, thinking: rest } : out;
  const flaw = unsoundAt(body, unbound);
  return flaw === null ? [] : [flaw];
};

type Wire = {
  readonly list: "messages" | "input" | "contents";
  /** How many items lead the list with what the conversation is called; other formats have a place of their own for it. */
  readonly leads: number;
  readonly pathFor: (model: string) => string;
  readonly itemsOf: (turn: Turn) => readonly JsonObject[];
  readonly bodyWith: (model: string, list: readonly JsonObject[], salt: string) => JsonObject;
  /** What the client keeps of an answer: the vendor's thoughts, and what this conversation wants it to have said. */
  readonly answerOf: (round: Round, answer: JsonObject, at: number) => readonly JsonObject[];
};

const mark = { type: "ephemeral" };
const marked = (block: JsonObject): JsonObject => ({ ...block, cache_control: mark });
const schema = { type: "object", properties: {} };
const toolNames = ["Read", "Edit", "Bash"];

const itemsIn =
  (format: Format, list: string) =>
  (turn: Turn): readonly JsonObject[] =>
    listIn(bodyOf[format]([turn])[list]).map(objectIn);

const modelTurn = (
  { texts, calls }: Round,
  at: number,
  thought?: { readonly text: string; readonly seal: string },
): Turn => ({
  by: "model",
  texts: texts.length + calls.length === 0 ? [`Done with ${at}.`] : texts,
  calls,
  ...(thought !== undefined && { thought }),
});

/** Four marks, as many as there may be: tools, system, and the ends of the last two messages of the client's. */
const anthropicBody: Wire["bodyWith"] = (model, messages, salt) => {
  const ends = messages
    .flatMap(({ role, content }, at) => (role === "user" && Array.isArray(content) ? [at] : []))
    .slice(-2);
  const isBare = salt.length % 2 === 0; // its thoughts come back without their text
  return {
    ...{ model, max_tokens: 9000, stream: false },
    thinking: { type: "adaptive", ...(isBare && { display: "omitted" }) },
    system: [marked({ type: "text", text: "You repair programs. ".repeat(120) })],
    tools: toolNames.map((name, at) => {
      const tool = { name, description: `${name} for you.`, input_schema: schema };
      return at === toolNames.length - 1 ? marked(tool) : tool;
    }),
    messages: messages.map((message, at) => (ends.includes(at) ? withMarkedEnd(message) : message)),
  };
};

const withMarkedEnd = (message: JsonObject): JsonObject => {
  const blocks = listIn(message["content"]).map(objectIn);
  return { ...message, content: blocks.map((block, at) => (at === blocks.length - 1 ? marked(block) : block)) };
};

/** A search of the web and a program, both at the vendor: their results are nobody's to change. */
const servedBlocks = (at: number): readonly JsonObject[] => [
  { type: "server_tool_use", id: `srvtoolu_${at}a`, name: "web_search", input: { query: `part ${at}` } },
  {
    type: "web_search_tool_result",
    tool_use_id: `srvtoolu_${at}a`,
    content: [
      {
        type: "web_search_result",
        url: "https://example.com/a",
        title: "A",
        encrypted_content: "RW5j".repeat(300),
        page_age: null,
      },
    ],
  },
  { type: "server_tool_use", id: `srvtoolu_${at}b`, name: "code_execution", input: { code: "print(1)" } },
  {
    type: "code_execution_tool_result",
    tool_use_id: `srvtoolu_${at}b`,
    content: { type: "code_execution_result", stdout: "1\n".repeat(900), stderr: "", return_code: 0, content: [] },
  },
];

const anthropicAnswer: Wire["answerOf"] = (round, answer, at) => {
  const thoughts = listIn(answer["content"])
    .map(objectIn)
    .filter(({ type }) => type === "thinking");
  const [message = {}] = itemsIn("anthropic", "messages")(modelTurn(round, at));
  const content = listIn(message["content"]).map(objectIn);
  const calls = content.filter(({ type }) => type === "tool_use");
  const texts = content.filter(({ type }) => type !== "tool_use");
  return [
    { role: "assistant", content: [...thoughts, ...texts, ...(round.isServed ? servedBlocks(at) : []), ...calls] },
  ];
};

const servedItems = (at: number): readonly JsonObject[] => [
  { type: "web_search_call", id: `ws_${at}`, status: "completed", action: { type: "search", query: `part ${at}` } },
];

const responsesAnswer: Wire["answerOf"] = (round, answer, at) => {
  const thoughts = listIn(answer["output"])
    .map(objectIn)
    .filter(({ type }) => type === "reasoning");
  return [
    ...thoughts,
    ...(round.isServed ? servedItems(at) : []),
    ...itemsIn("openai-responses", "input")(modelTurn(round, at)),
  ];
};

const geminiAnswer: Wire["answerOf"] = (round, answer, at) => {
  const parts = listIn(objectIn(objectIn(listIn(answer["candidates"])[0])["content"])["parts"]).map(objectIn);
  const seal = parts.map(({ thoughtSignature }) => thoughtSignature).find((one) => typeof one === "string");
  const thought = { text: "", seal: typeof seal === "string" ? seal : "c2VhbGVk" };
  const [content = {}] = itemsIn("gemini", "contents")(modelTurn(round, at, thought));
  const served = [
    { executableCode: { language: "PYTHON", code: "print(1)" } },
    { codeExecutionResult: { outcome: "OUTCOME_OK", output: "1\n".repeat(900) } },
  ];
  return [{ ...content, parts: [...(round.isServed ? served : []), ...listIn(content["parts"])] }];
};

const namedTools = toolNames.map((name) => ({ name, description: `${name} for you.`, parameters: schema }));

const wires: Readonly<Record<Format, Wire>> = {
  anthropic: {
    list: "messages",
    leads: 0,
    pathFor: () => "/v1/messages",
    itemsOf: itemsIn("anthropic", "messages"),
    bodyWith: anthropicBody,
    answerOf: anthropicAnswer,
  },
  "openai-chat": {
    list: "messages",
    leads: 1,
    pathFor: () => "/v1/chat/completions",
    itemsOf: itemsIn("openai-chat", "messages"),
    bodyWith: (model, messages) => ({
      model,
      tools: namedTools.map((tool) => ({ type: "function", function: tool })),
      messages,
    }),
    answerOf: (round, _, at) => itemsIn("openai-chat", "messages")(modelTurn(round, at)),
  },
  "openai-responses": {
    list: "input",
    leads: 1,
    pathFor: () => "/v1/responses",
    itemsOf: itemsIn("openai-responses", "input"),
    bodyWith: (model, input) => ({
      ...{
        model,
        store: false,
        include: ["reasoning.encrypted_content"],
        reasoning: { effort: "medium", summary: "auto" },
      },
      tools: namedTools.map((tool) => ({ type: "function", strict: false, ...tool })),
      input,
    }),
    answerOf: responsesAnswer,
  },
  gemini: {
    list: "contents",
    leads: 0,
    pathFor: (model) => `/v1beta/models/${model}:generateContent`,
    itemsOf: itemsIn("gemini", "contents"),
    bodyWith: (_, contents) => ({ contents, tools: [{ functionDeclarations: namedTools }] }),
    answerOf: geminiAnswer,
  },
};
