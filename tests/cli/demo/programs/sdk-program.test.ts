import { expect, test } from "bun:test";
import { mistralProgram, sdkProgram } from "../../../../cli/demo/programs/sdk-program.ts";
import { playAlone } from "../../../support/stage.ts";

test("it reads a stream, vectors and a whole answer", async () => {
  const { acts } = await playAlone(sdkProgram);

  expect(acts.map(({ did }) => did.slice(0, 14))).toEqual(["said: You said", "made 3 vectors", "said: 42"]);
});

test("Mistral's names are asked with Mistral's client", async () => {
  const { acts } = await playAlone(mistralProgram);

  expect(acts.map(({ did }) => did)).toEqual(["said: the quick proxy reads every word and passes it …"]);
  expect(acts[0]?.headers.has("mistral-correlation-id")).toBe(true);
});
