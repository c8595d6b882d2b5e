import type { Translation } from "../../../src/core/translation.ts";
import { dialectNamed } from "../../../src/dialects/index.ts";
import { isObject, type JsonObject, parsedJson } from "../../../src/lib/json.ts";
import { providers } from "../../../src/providers/index.ts";
import { translate } from "../../../src/translation/index.ts";
import { spoken } from "./answers.ts";
import { conversation, pathOf } from "./conversation.ts";
import type { Direction } from "./end-to-end.ts";

/** What a request takes in the thread of the daemon, in milliseconds: each step, then all of them. */
export type RequestCost = {
  readonly parseMs: number;
  readonly readMs: number;
  readonly translateMs: number;
  readonly writeMs: number;
  readonly wholeMs: number;
};

/** The least of so many requests, when the code is hot: what another program takes of the processor is no part of it. */
export const requestCost = (direction: Direction, bytes: number, times: number): RequestCost => {
  const text = new TextEncoder().encode(conversation(direction.from, bytes, false));
  for (let count = 0; count < times / 2; count++) costOnce(direction, text);
  const costs = Array.from({ length: times }, () => costOnce(direction, text));
  const least = (field: keyof RequestCost): number => Math.min(...costs.map((cost) => cost[field]));
  return {
    parseMs: least("parseMs"),
    readMs: least("readMs"),
    translateMs: least("translateMs"),
    writeMs: least("writeMs"),
    wholeMs: least("wholeMs"),
  };
};

const costOnce = ({ from, to }: Direction, bytes: Uint8Array): RequestCost => {
  const start = performance.now();
  const json = parsedJson(new TextDecoder().decode(bytes));
  const parsed = performance.now();
  const chat = dialectNamed(from).readRequest(isObject(json) ? json : {}, pathOf[from]);
  const read = performance.now();
  const { request } = translated({ from, to }, chat);
  const done = performance.now();
  new TextEncoder().encode(JSON.stringify(request.body));
  const written = performance.now();
  return {
    parseMs: parsed - start,
    readMs: read - parsed,
    translateMs: done - read,
    writeMs: written - done,
    wholeMs: written - start,
  };
};

type Chat = Parameters<typeof translate>[0]["chat"];

const translated = ({ from, to }: Direction, chat: Chat): Translation => {
  const maker = to === "anthropic" ? "anthropic" : "openai";
  const provider = providers.find(({ name }) => name === maker);
  if (provider === undefined) throw new Error(`There is no ${maker}.`);
  const destination = {
    ...{ dialect: to, provider, upstream: maker, model: "bench-model" },
    ...{ takesImages: null, maxOutputTokens: null },
  };
  const setting = { requestId: "r_bench", query: "" };
  return translate({ chat, from: dialectNamed(from), to: dialectNamed(to), destination, setting });
};

/**
 * What an event of a stream takes that comes by itself, in microseconds of processor time of this whole process: the mean
 * of a stream with so many pieces of text, after one that made the code hot.
 */
export const eventUs = ({ from, to }: Direction, pieces: number): number => {
  const asked = parsedJson(conversation(from, 10_000, true)) as JsonObject; // just made
  const { answer } = translated({ from, to }, dialectNamed(from).readRequest(asked, pathOf[from]));
  const events = spoken[to].stream(pieces).map((event) => new TextEncoder().encode(event));
  const take = (): void => {
    const stream = answer.stream();
    for (const event of events) stream.take(event);
    stream.rest();
  };
  take();
  const before = process.cpuUsage();
  take();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / events.length;
};
