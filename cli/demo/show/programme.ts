import { claudeCode, longAnswer, told } from "../programs/claude-code.ts";
import { codex } from "../programs/codex.ts";
import { geminiCli } from "../programs/gemini-cli.ts";
import { mistralProgram, sdkProgram } from "../programs/sdk-program.ts";
import type { Scene } from "../stage.ts";
import { cut, leaves, limited, overloaded, switching } from "../trouble.ts";

const oneLongAnswer: Scene = async (stage) => {
  await stage.play(longAnswer(120), told);
};

/** How long the programme takes as it is written. */
export const usualSeconds = 20;

/** What is played, and when: each begins at its second of the usual time, whatever the others do. */
export const programme: readonly (readonly [number, Scene])[] = [
  [0, claudeCode("Why does the checkout test fail?", "1 failed: total is 10.0000001, expected 10")],
  [1.2, codex("Which files changed since yesterday?", "src/cart.ts, src/money.ts")],
  [2.8, geminiCli("How large is the repository?", "214 files, 18,300 lines")],
  [4, sdkProgram],
  [5.6, mistralProgram],
  [6.4, claudeCode("Fix it with whole cents.", "12 passed")],
  [8, limited],
  [9.2, overloaded],
  [10, codex("Run the tests again.", "all green")],
  [11.2, cut],
  [12.4, leaves],
  [13.6, switching],
  [15.2, geminiCli("Write the release note.", "CHANGELOG.md, 12 lines")],
  [16, oneLongAnswer],
  [16.8, sdkProgram],
  [17.6, claudeCode("Commit that, please.", "[main 3f2a1c9] whole cents")],
];
