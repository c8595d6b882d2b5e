import { expect } from "bun:test";
import fc from "fast-check";
import type { ChatEvent } from "../../src/core/answer.ts";
import type { Block } from "../../src/core/chat.ts";
import type { Dialect } from "../../src/core/dialect.ts";
import type { DialectName } from "../../src/core/dialect-name.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { isEventStream } from "../../src/core/stream-reader.ts";
import { isPlain } from "../../src/core/tool-input.ts";
import { gemini } from "../../src/dialects/gemini/index.ts";
import { dialects } from "../../src/dialects/index.ts";
import { objectIn, parsedJson } from "../../src/lib/json.ts";
import { eventsOf as eventsOfAnswer } from "../../src/translation/answer/events.ts";
import { translateAnswer } from "../../src/translation/answer/index.ts";
import { stopWith } from "../../src/translation/answer/whole.ts";
import { brokenRule } from "../support/grammar/index.ts";
import { recorded, recordedTest } from "../support/recordings.ts";
import { wayOf } from "../translation/answer/ways.ts";
import { eventsOf, meaningOf } from "./laws.ts";

const everyFormat: readonly Dialect[] = [...dialects];
const body = { stream_options: { include_usage: true }, input: [], contents: [] };

const answersTo = (from: Dialect, to: Dialect, query = "alt=sse") =>
  translateAnswer(wayOf(from, to, { body, setting: { query } }));

const streamed = (from: Dialect, to: Dialect, pieces: readonly Uint8Array[], query = "alt=sse"): string => {
  const stream = answersTo(from, to, query).stream();
  return Buffer.concat([...pieces.map((piece) => stream.take(piece)), stream.rest()]).toString();
};

/** What both sides have to say alike: the first candidate's text, thoughts and calls, why it stopped, what it took. */
const substance = (events: readonly ChatEvent[]) => {
  const calls = new Map<number, { name: string; input: string; isPlain: boolean }>();
  const told = { text: "", thoughts: "", stop: null as string | null, output: null as number | null, isFailed: false };
  const types = new Set<Block["type"]>();
  for (const event of events) {
    if (event.type === "block-start" && !(event.content.type === "tool-call" && event.content.isServerSide))
      types.add(event.content.type);
    if (event.type === "end") break; // some recordings hold several answers, one after the other
    if (event.type === "error") told.isFailed = true;
    if (event.type === "usage") told.output = event.usage.outputTokens ?? told.output;
    if (event.type === "stop" && event.candidate === 0) told.stop = stopWith(event.stop, types).reason;
    if (!("block" in event) || event.candidate !== 0) continue;
    if (event.type === "text-delta") told.text += event.text;
    if (event.type === "thinking-delta") told.thoughts += event.text;
    if (event.type === "block-start" && event.content.type === "tool-call" && !event.content.isServerSide)
      calls.set(event.block, { name: event.content.name, input: "", isPlain: isPlain(event.content.input) });
    const call = calls.get(event.block);
    if (event.type === "input-delta" && call !== undefined) call.input += event.text;
  }
  const stop = told.stop ?? stopWith({ reason: "end", said: "", sequence: null }, types).reason;
  return { ...told, stop, calls: [...calls.values()] };
};

/** Each single cut of a short stream, some of a long one. */
const cutsOf = (length: number): readonly (readonly number[])[] =>
  length < 900
    ? Array.from({ length }, (_, at) => [at])
    : fc
        .sample(fc.uniqueArray(fc.nat({ max: length }), { maxLength: 30, minLength: 1 }), { numRuns: 3, seed: length })
        .map((cuts) => cuts.sort((one, other) => one - other));

const cut = new ProxyError("upstream_cut", "The upstream broke off.", { hint: "Try again." });

const streamsOf = (from: Dialect) =>
  recorded(from.name, "stream").filter(({ contentType }) => isEventStream(contentType));

for (const from of dialects)
  for (const to of everyFormat) {
    if (from === to) continue;

    recordedTest(`${from.name} as ${to.name}: every recorded stream is one that the client's documents allow`, () => {
      const broken = streamsOf(from).flatMap(({ name, bytes }) => {
        const text = streamed(from, to, [bytes]);
        const rule = brokenRule(to.name, text);
        return rule === null ? [] : [`${name}: ${rule}`];
      });

      expect(broken).toEqual([]);
    });

    recordedTest(`${from.name} as ${to.name}: every recorded stream means the same`, () => {
      const other = streamsOf(from).flatMap(({ name, bytes }) => {
        const before = substance(meaningOf(eventsOf(bytes), from.eventReader()));
        const text = streamed(from, to, [bytes]);
        const after = substance(meaningOf(eventsOf(Buffer.from(text)), to.eventReader()));
        const [one, two] = [inWords(before, to), inWords(after, to)];
        if (before.isFailed ? after.isFailed : Bun.deepEquals(one, two)) return [];
        return [
          JSON.stringify({
            name,
            ...Object.fromEntries(
              Object.entries(one)
                .filter(([field, value]) => !Bun.deepEquals(value, two[field as "text"]))
                .map(([field, value]) => [field, [value, two[field as "text"]]]),
            ),
          }),
        ];
      });
      expect(other).toEqual([]);
    });

    recordedTest(
      `${from.name} as ${to.name}: a recorded stream is translated the same wherever its bytes are cut`,
      () => {
        for (const { name, bytes } of streamsOf(from)) {
          const whole = streamed(from, to, [bytes]);
          for (const cuts of cutsOf(bytes.length)) {
            const pieces = [0, ...cuts].map((start, at) => bytes.subarray(start, cuts[at]));
            if (streamed(from, to, pieces) !== whole) throw new Error(`${name} cut at ${cuts} is another stream`);
          }
        }
      },
    );

    recordedTest(`${from.name} as ${to.name}: a recorded stream that breaks off ends with one error, wherever`, () => {
      for (const { name, bytes } of streamsOf(from).slice(0, 12))
        for (const [at] of cutsOf(bytes.length)) {
          const stream = answersTo(from, to).stream();
          const before = Buffer.from(stream.take(bytes.subarray(0, at))).toString();
          const after = Buffer.from(stream.broken(cut)).toString();
          const late = [stream.take(bytes.subarray(at)), stream.rest(), stream.broken(cut)];
          expect(Buffer.concat(late).toString(), name).toBe("");
          expect(brokenRule(to.name, before + after), `${name} cut at ${at}`).toBeNull();
        }
    });

    recordedTest(
      `${from.name} as ${to.name}: every recorded whole answer means the same, as it is and as a stream`,
      () => {
        for (const { name, body } of recorded(from.name, "answer")) {
          const before = from.readAnswer(body);
          const answers = answersTo(from, to);
          const written = answers.whole(body);
          const after = to.readAnswer(written);
          const again = meaningOf(eventsOf(Buffer.from(answers.wholeAsStream(body))), to.eventReader());
          const said = inWords(substance(eventsOfAnswer(before)), to);

          expect(brokenRule(to.name, answers.wholeAsStream(body)), name).toBeNull();
          expect(inWords(substance(again), to), name).toEqual(said);
          expect(inWords(substance(eventsOfAnswer(after)), to), name).toEqual(said);
          expect(to.readAnswer(to.writeAnswer(after)), name).toEqual(after);
        }
      },
    );
  }

recordedTest("gemini as one list: every recorded stream is a list that Google's documents allow", () => {
  for (const from of dialects)
    for (const { name, bytes } of from === gemini ? [] : streamsOf(from)) {
      const half = bytes.length >> 1;
      const text = streamed(from, gemini, [bytes.subarray(0, half), bytes.subarray(half)], "");
      expect(brokenRule("gemini", text, ""), name).toBeNull();
    }
});

/** Reasons for which a format has no word of its own, and the one that it has instead. */
const words: Readonly<Record<DialectName, Readonly<Record<string, string>>>> = {
  anthropic: { filtered: "refusal", other: "end" },
  "openai-chat": {
    refusal: "filtered",
    ...{ "stop-sequence": "end", paused: "end", other: "end" },
    "context-full": "max-tokens",
  },
  "openai-responses": { ...{ "stop-sequence": "end", paused: "end", other: "end" }, "context-full": "max-tokens" },
  gemini: { refusal: "filtered", ...{ "stop-sequence": "end", paused: "end" }, "context-full": "max-tokens" },
  unified: {
    refusal: "filtered",
    ...{ "stop-sequence": "end", paused: "end", other: "end" },
    "context-full": "max-tokens",
  },
};

/** The same in the words that this format has: some only know arguments that are JSON. */
const inWords = ({ calls, stop, output, thoughts, ...told }: ReturnType<typeof substance>, { name }: Dialect) => ({
  ...told,
  thoughts: thoughts.replaceAll("\n\n", ""), // some put it between two
  stop: words[name][stop] ?? stop,
  output: output ?? (needsCounts.has(name) ? 0 : null),
  calls: calls.map((call) =>
    name === "gemini" || name === "anthropic" ? { ...call, isPlain: false, input: jsonIn(call) } : call,
  ),
});

/** Formats whose clients fail without a count. */
const needsCounts: ReadonlySet<DialectName> = new Set(["anthropic", "openai-chat", "openai-responses"]);

const jsonIn = ({ input, isPlain }: { readonly input: string; readonly isPlain: boolean }) =>
  objectIn(isPlain ? { input } : parsedJson(input));
