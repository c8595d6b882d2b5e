import { expect, test } from "bun:test";
import { geminiCli } from "../../../../cli/demo/programs/gemini-cli.ts";
import { playAlone } from "../../../support/stage.ts";

test("it thinks, calls its tool, and answers with what the tool said", async () => {
  const { acts } = await playAlone(geminiCli("Why?", "because"));

  expect(acts.map(({ did }) => did)).toEqual([
    "thought, called run_shell_command: echo simulated-ok",
    "thought, said: The tool answered: because That is all; this is…",
  ]);
  expect(new TextDecoder().decode(acts[1]?.sent)).toContain("thoughtSignature");
});
