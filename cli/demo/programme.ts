import { claudeCode, longAnswer, told } from "./claude-code.ts";
import { codex } from "./codex.ts";
import { geminiCli } from "./gemini-cli.ts";
import { mistralProgram, sdkProgram } from "./sdk-program.ts";
import type { Scene } from "./stage.ts";
import { cut, leaves, limited, overloaded, switching } from "./trouble.ts";

const oneLongAnswer: Scene = async (stage) => {
  await stage.play(longAnswer(120), told);
};

/** What is played, and when: each begins after a share of the time, whatever the others do. */
export const programme: readonly (readonly [number, Scene])[] = [
  [0, claudeCode("Why does the checkout test fail?", "1 failed: total is 10.0000001, expected 10")],
  [0.06, codex("Which files changed since yesterday?", "src/cart.ts, src/money.ts")],
  [0.14, geminiCli("How large is the repository?", "214 files, 18,300 lines")],
  [0.2, sdkProgram],
  [0.28, mistralProgram],
  [0.32, claudeCode("Fix it with whole cents.", "12 passed")],
  [0.4, limited],
  [0.46, overloaded],
  [0.5, codex("Run the tests again.", "all green")],
  [0.56, cut],
  [0.62, leaves],
  [0.68, switching],
  [0.76, geminiCli("Write the release note.", "CHANGELOG.md, 12 lines")],
  [0.8, oneLongAnswer],
  [0.84, sdkProgram],
  [0.88, claudeCode("Commit that, please.", "[main 3f2a1c9] whole cents")],
];
