import type { EditingMode } from "../../../src/core/memory.ts";
import { type JsonObject, listIn } from "../../../src/lib/json.ts";
import type { Vendor } from "../../../src/offline/simulate/billing.ts";
import { bodyIn } from "../../../src/offline/simulate/body-stream.ts";
import { playOf } from "../../../src/offline/simulate/modes.ts";
import { pathOf, type Recording, turnsOf } from "../../../src/offline/simulate/recording.ts";
import { requestReader } from "../../../src/offline/simulate/simulate.ts";
import { createSimulator } from "../../../src/simulator/index.ts";
import { listenSimulator } from "../../../src/simulator/listen.ts";
import type { LogEntry } from "../../../src/simulator/log.ts";
import { daemonIn, startProgram } from "../contestants.ts";
import { firstAnswerAt } from "../programs.ts";

/** What a conversation came to at the simulator, sent through a daemon, and what it was to come to. */
export type Through = {
  readonly name: string;
  readonly requests: number;
  /** Not answered with 200 where the request as its client sent it was. */
  readonly refused: number;
  /** Requests of which less was read from the cache than had been read and written before. */
  readonly breaks: number;
  /** Requests that went out with the very bytes that they go out with in this process. */
  readonly same: number;
  /** Micro-dollars by the simulator's bill: sent whole, through the daemon, and as this process makes it. */
  readonly rawMicros: number;
  readonly daemonMicros: number;
  readonly expectedMicros: number;
};

const headers = { "content-type": "application/json", "anthropic-version": "2023-06-01" };

const keyFor = ({ dialect }: Recording): Readonly<Record<string, string>> =>
  dialect === "anthropic" ? { "x-api-key": "sk-ant-sim" } : { authorization: "Bearer sk-sim" };

/** Plays conversations through a real daemon in a mode, against a simulator that bills its cache. */
export const throughDaemon = async (
  recordings: readonly Recording[],
  mode: EditingMode,
  vendorFor: (recording: Recording) => Vendor,
): Promise<readonly Through[]> => {
  const simulator = listenSimulator();
  const servers = ["anthropic", "openai"]
    .map((type) => `sim-${type}:\n  endpoint: ${simulator.url}\n  type: ${type}\n`)
    .join("");
  const flags = { "memory.mode": mode, "memory.budget_ms": "10000", upstream: "auto" };
  const daemon = await startProgram((port, home) => daemonIn(home, servers, { ...flags, "server.port": String(port) }));
  try {
    await firstAnswerAt(daemon.port, "/health", "GET");
    const all: Through[] = [];
    for (const recording of recordings) {
      simulator.log.clear();
      const vendor = vendorFor(recording);
      const bodies = bodiesOf(recording, vendor.model);
      const upstream = recording.dialect === "anthropic" ? "sim-anthropic" : "sim-openai";
      const send = { ...headers, ...keyFor(recording), "x-proxy-upstream": upstream };
      for (const body of bodies) await sentTo(`http://127.0.0.1:${daemon.port}`, recording, body, send);
      await simulator.log.idle();
      all.push(await compared(recording, simulator.log.entries(), { bodies, mode, vendor }));
    }
    return all;
  } finally {
    await Promise.all([daemon.stop(), simulator.stop()]);
  }
};

const sentTo = async (
  url: string,
  { dialect }: Recording,
  body: Uint8Array<ArrayBuffer>,
  send: Readonly<Record<string, string>>,
): Promise<void> => {
  await (await fetch(url + pathOf[dialect], { method: "POST", headers: send, body })).arrayBuffer();
};

type Expected = {
  readonly bodies: readonly Uint8Array<ArrayBuffer>[];
  readonly mode: EditingMode;
  readonly vendor: Vendor;
};

const compared = async (
  recording: Recording,
  arrived: readonly LogEntry[],
  { bodies, mode, vendor }: Expected,
): Promise<Through> => {
  const [whole, shortened] = [createSimulator(), createSimulator()];
  const read = requestReader(recording);
  const play = playOf(mode, vendor);
  const direct = (simulator: typeof whole, body: Uint8Array<ArrayBuffer>) =>
    simulator
      .fetch(
        new Request(`http://localhost${pathOf[recording.dialect]}`, {
          method: "POST",
          headers: { ...headers, ...keyFor(recording) },
          body,
        }),
      )
      .then((response) => response.arrayBuffer());
  for (const body of bodies) {
    const request = read(body);
    if (request === null) continue;
    await direct(whole, body);
    await direct(shortened, new Uint8Array((await play.send(request)).bytes));
  }
  const [expected, sent] = [shortened.log.entries(), whole.log.entries()];
  return {
    name: recording.name,
    requests: bodies.length,
    refused: sent.filter(({ status }, at) => status === 200 && arrived[at]?.status !== 200).length,
    breaks: breaksIn(arrived),
    same: arrived.filter(({ requestSha256 }, at) => requestSha256 === expected[at]?.requestSha256).length,
    rawMicros: inputMicros(sent, vendor),
    daemonMicros: inputMicros(arrived, vendor),
    expectedMicros: inputMicros(expected, vendor),
  };
};

/** Once something was read or written, the next one reads at least that. */
const breaksIn = (entries: readonly LogEntry[]): number =>
  entries.filter(({ cachedTokens }, at) => {
    const before = entries[at - 1];
    return before !== undefined && (cachedTokens ?? 0) < (before.cachedTokens ?? 0) + (before.cacheWrittenTokens ?? 0);
  }).length;

/** What the input of these requests costs; answers are the simulator's own and tell nothing. */
const inputMicros = (entries: readonly LogEntry[], { card: { rates } }: Vendor): number =>
  entries.reduce((sum, { inputTokens, cachedTokens, cacheWrittenTokens }) => {
    const [input, read, written] = [inputTokens ?? 0, cachedTokens ?? 0, cacheWrittenTokens ?? 0];
    const fresh = (input - read - written) * rates.input;
    return sum + fresh + read * (rates.cacheRead ?? rates.input) + written * (rates.cacheWrite ?? rates.input);
  }, 0);

const encoder = new TextEncoder();

/** The requests as their client sends them: for this model, and with a mark at the end where its vendor wants one. */
const bodiesOf = (recording: Recording, model: string): readonly Uint8Array<ArrayBuffer>[] =>
  [...turnsOf({ ...recording, head: { ...recording.head, model } })].map(({ bytes }) =>
    recording.dialect === "anthropic" ? encoder.encode(JSON.stringify(marked(bodyIn(bytes)))) : bytes,
  );

const marked = (body: JsonObject): JsonObject => {
  const messages = listIn(body["messages"]) as readonly JsonObject[]; // as they were written
  const last = messages.at(-1) ?? {};
  const { content } = last;
  const blocks = (Array.isArray(content) ? content : [{ type: "text", text: content }]) as readonly JsonObject[];
  const end = blocks.map((block, at) => (at === blocks.length - 1 ? { ...block, cache_control: mark } : block));
  return { ...body, messages: [...messages.slice(0, -1), { ...last, content: end }] };
};

const mark = { type: "ephemeral" };

/** A table of what came through. */
export const throughTable = (through: readonly Through[]): string => {
  const head = [
    "through the daemon".padEnd(44),
    ...["requests", "refused", "same bytes", "breaks", "dollars %", "as played"],
  ];
  const share = (part: number, whole: number): string => (whole === 0 ? "-" : ((100 * part) / whole).toFixed(2));
  const rows = through.map((one) => [
    `  ${one.name}`.slice(0, 44).padEnd(44),
    ...[one.requests, one.refused, one.same, one.breaks].map(String),
    share(one.daemonMicros, one.rawMicros),
    share(one.expectedMicros, one.rawMicros),
  ]);
  return [head, ...rows]
    .map(([name = "", ...cells]) => name + cells.map((cell) => cell.padStart(12)).join(""))
    .join("\n");
};
