import { expect, test } from "bun:test";
import { claude } from "../../../../cli/demo/programs/claude-code.ts";
import { codexAgent } from "../../../../cli/demo/programs/codex.ts";
import { converse } from "../../../../cli/demo/programs/conversation.ts";
import { geminiAgent } from "../../../../cli/demo/programs/gemini-cli.ts";
import { handbook } from "../../../../cli/demo/programs/texts.ts";
import { playAlone } from "../../../support/stage.ts";

const turns = [
  { says: "Why?", toolSays: "because" },
  { says: "say 20 words", toolSays: "" },
];

test.each([
  ["Claude Code", claude],
  ["Codex", codexAgent],
  ["Gemini CLI", geminiAgent],
])("%s goes on with all that was said, turn by turn", async (_, agent) => {
  const { acts } = await playAlone(converse(agent, { session: "s-1", system: handbook, turns, readSeconds: 1 }));

  expect(acts.map(({ status, ended }) => [status, ended])).toEqual(
    turns.concat(turns[0] ?? []).map(() => [200, "whole"]),
  );
  expect(acts.map(({ did }) => did)).toEqual([
    expect.stringContaining("called"),
    expect.stringContaining("The tool answered: because"),
    expect.stringContaining("the quick proxy reads"),
  ]);
  expect(acts[2]?.sent.length).toBeGreaterThan(acts[1]?.sent.length ?? 0);
  expect(Buffer.from(acts[2]?.received ?? []).toString()).toMatch(
    /"(cache_read_input_tokens|cached_tokens|cachedContentTokenCount)": ?[1-9]/,
  );
});
