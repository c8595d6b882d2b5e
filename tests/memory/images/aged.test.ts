import { expect, test } from "bun:test";
import { spliced } from "../../../src/lib/json-splice.ts";
import { editFor } from "../../../src/memory/engine/edits.ts";
import { type Ageing, agedImages } from "../../../src/memory/images/aged.ts";
import { imageNote } from "../../../src/memory/images/note.ts";
import { descriptionKey } from "../../../src/memory/images/question.ts";
import { contentHash } from "../../../src/memory/transcript/hash.ts";
import { frontierOf, placedPieces } from "../../../src/memory/transcript/transcript.ts";
import { measure } from "../../../src/meter/tokens/measure.ts";
import { bodyOf, type Turn } from "../../support/dialogues.ts";
import { vendorFormats } from "../../support/formats-apart.ts";
import { pngOf } from "../../support/pictures.ts";
import { problemsIn } from "../../support/strict/index.ts";
import { transcriptIn } from "../../support/transcripts.ts";

const shown = pngOf(1280, 720, 1);
const taken = pngOf(800, 600, 2);
const keyOf = (data: string): string => descriptionKey(contentHash(Buffer.from(data, "base64")));

const says = (text: string): Turn => ({ by: "user", texts: [text] });
const answers = (text: string): Turn => ({ by: "model", texts: [text], calls: [] });

/** A person shows an image, a tool gives another one, and so many turns follow. */
const dialogue = (more: number): readonly Turn[] => [
  { by: "user", texts: ["What is wrong here?"], image: shown },
  { by: "model", texts: ["I look."], calls: [{ id: "c1", name: "screenshot", input: {} }] },
  { by: "tool", results: [{ id: "c1", name: "screenshot", text: "taken", image: taken }] },
  answers("A button is gone."),
  ...Array.from({ length: more }, (_, at) => [says(`Go on with step ${at}.`), answers("Done.")]).flat(),
  says("Thanks."),
];

type How = Partial<Pick<Ageing, "ahead" | "known">>;

const described: Ageing["ahead"] = {
  said: (key) => (key === keyOf(shown) ? "A form without a button." : key === keyOf(taken) ? "The page." : null),
  agesUndescribed: false,
  condensation: "off",
};

const openedIn = (format: (typeof vendorFormats)[number], turns: readonly Turn[], how: How = {}) => {
  const bytes = new TextEncoder().encode(JSON.stringify(bodyOf[format](turns)));
  const transcript = transcriptIn(format, bytes);
  const pieces = placedPieces(transcript);
  const frontier = frontierOf(transcript);
  const policy = { imageAge: 3 };
  const aged = agedImages({
    transcript,
    pieces,
    frontier,
    known: new Map(),
    policy,
    measure,
    ahead: described,
    ...how,
  });
  const edits = aged.map(({ piece, steps }) =>
    editFor(transcript, piece, imageNote.apply("", steps[0]?.with ?? {}, () => null) ?? ""),
  );
  return { aged, pieces, body: JSON.parse(new TextDecoder().decode(spliced(bytes, edits) ?? new Uint8Array())) };
};

test.each(vendorFormats)(
  "%s: three turns later an image is a line of text, and the request is still valid",
  (format) => {
    const { body, aged } = openedIn(format, dialogue(3));
    const text = JSON.stringify(body);

    expect(text).toContain("[image #1 1280x720 ");
    expect(text).toContain("A form without a button.]");
    expect(text).not.toContain(shown);
    expect(text).toContain("What is wrong here?");
    expect(text).toContain("taken"); // what stands beside an image stays
    expect(problemsIn[format](body)).toEqual([]);
    expect(aged.every(({ guess, piece }) => guess < piece.tokens)).toBe(true);
  },
);

test.each(["anthropic", "openai-responses"] as const)("%s: so is one that a tool gave", (format) => {
  expect(JSON.stringify(openedIn(format, dialogue(3)).body)).toContain("[image #2 800x600 ");
});

test("Gemini takes nothing but media beside a tool's text, so an image stays there", () => {
  expect(JSON.stringify(openedIn("gemini", dialogue(3)).body)).toContain(taken);
});

test("after two turns it is still there", () => {
  expect(openedIn("anthropic", dialogue(1)).aged).toEqual([]);
});

test("what nobody has described stays, unless that is allowed; then the line says so", () => {
  const ahead = { ...described, said: () => null };
  expect(openedIn("anthropic", dialogue(4), { ahead }).aged).toEqual([]);
  const { body } = openedIn("anthropic", dialogue(4), { ahead: { ...ahead, agesUndescribed: true } });
  expect(JSON.stringify(body)).toContain("not described;");
});

test("what was decided once is not decided again", () => {
  const { pieces } = openedIn("anthropic", dialogue(4));
  const decision = { steps: [], before: 0, after: 0, isBatched: true };
  const known = new Map(pieces.map(({ key }) => [key, decision]));
  expect(openedIn("anthropic", dialogue(4), { known }).aged).toEqual([]);
});

test.each(vendorFormats)("%s: an image counts as many tokens as its vendor says of one so large", (format) => {
  const tokens = openedIn(format, dialogue(0)).pieces.find(({ kind }) => kind === "image")?.tokens;
  expect(tokens).toBe({ anthropic: 1229, gemini: 1548, "openai-chat": 1105, "openai-responses": 1105 }[format]);
});
