import { expect, test } from "bun:test";
import { claudeCode } from "../../../../cli/demo/programs/claude-code.ts";
import { playAlone } from "../../../support/stage.ts";

test("it thinks, calls its tool, and answers with what the tool said", async () => {
  const { acts } = await playAlone(claudeCode("Why?", "because"));

  expect(acts.map(({ status, ended }) => [status, ended])).toEqual([
    [200, "whole"],
    [200, "whole"],
  ]);
  expect(acts.map(({ did }) => did)).toEqual([
    "thought, called Bash: echo simulated-ok",
    "thought, said: The tool answered: because That is all; this is…",
  ]);
});
