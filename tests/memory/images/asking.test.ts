import { expect, test } from "bun:test";
import type { OwnCall } from "../../../src/core/own-call.ts";
import { askForDescriptions } from "../../../src/memory/images/asking.ts";
import { descriptionKey } from "../../../src/memory/images/question.ts";
import { contentHash } from "../../../src/memory/transcript/hash.ts";
import { placedPieces } from "../../../src/memory/transcript/transcript.ts";
import { upstreamOf } from "../../support/exchange.ts";
import { pngOf } from "../../support/pictures.ts";
import { transcriptFor } from "../../support/transcripts.ts";

const large = pngOf(1280, 720, 1);
const small = pngOf(32, 32, 2);
const transcript = transcriptFor("anthropic", [
  { by: "user", texts: ["Look."], image: large },
  { by: "model", texts: ["Yes."], calls: [] },
  { by: "user", texts: ["And here."], image: small },
]);
const pieces = placedPieces(transcript);

const asked = (isDecided: (key: string) => boolean = () => false, isWanted = () => true): readonly OwnCall[] => {
  const calls: OwnCall[] = [];
  askForDescriptions({
    ...{ transcript, pieces, isDecided, session: () => "s_1", maxTokens: 200 },
    calls: { isWanted, ask: (call) => void calls.push(call), takeCost: () => 0 },
    place: { upstream: upstreamOf("anthropic"), model: "m" },
  });
  return calls;
};

test("an image is described from its own bytes, under a key that is theirs alone", () => {
  const [call, ...others] = asked();
  expect(others).toEqual([]); // the small one costs less than its description
  expect(call?.key).toBe(descriptionKey(contentHash(Buffer.from(large, "base64"))));
  expect(JSON.stringify(call?.question.content)).toContain(large);
  expect(JSON.stringify(call?.question)).not.toContain("Look.");
  expect(call).toMatchObject({ question: { maxTokens: 200 } });
});

test("one that is a line of text already, or is being described, is not asked for", () => {
  expect([asked(() => true), asked(undefined, () => false)]).toEqual([[], []]);
});
