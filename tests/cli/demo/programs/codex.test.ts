import { expect, test } from "bun:test";
import { codex } from "../../../../cli/demo/programs/codex.ts";
import { playAlone } from "../../../support/stage.ts";

test("it thinks, calls its tool, and answers with what the tool said", async () => {
  const { acts } = await playAlone(codex("Why?", "because"));

  expect(acts.map(({ did }) => did)).toEqual([
    "thought, called shell: echo simulated-ok",
    "thought, said: The tool answered: because That is all; this is…",
  ]);
  expect(new TextDecoder().decode(acts[1]?.sent)).toContain("encrypted_content");
});
