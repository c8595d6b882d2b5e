import { expect, test } from "bun:test";
import { commands } from "../../../../cli/commands/index.ts";
import { readWords } from "../../../../cli/completions/words.ts";
import { meantBy } from "../../../../cli/dashboard/command/meant.ts";

const words = await readWords(commands);
const meant = (text: string) => meantBy(text, words);

test("a command runs, one that asks something gets the terminal", () => {
  expect(meant("switch anthropic")).toEqual({ kind: "run", words: ["switch", "anthropic"] });
  expect(meant("  proxy-cli stats --by model ")).toEqual({ kind: "run", words: ["stats", "--by", "model"] });
  expect(meant("config edit").kind).toBe("lend");
  expect(meant("run -- claude --anything").kind).toBe("lend");
  expect(meant("keys set zai-cn").kind).toBe("lend");
  expect(meant("interactive").kind).toBe("lend");
});

test("q leaves, an empty line does nothing", () => {
  expect([meant("q").kind, meant("quit").kind, meant("  ").kind]).toEqual(["quit", "quit", "nothing"]);
});

test("a slip is answered with what may have been meant", () => {
  expect(meant("stat")).toEqual({ kind: "wrong", why: 'unknown command "stat", did you mean: stats, status, start' });
  expect(meant("stats --bye model")).toEqual({ kind: "wrong", why: "stats has no --bye, did you mean --by?" });
  expect(meant("qqqqqqqq")).toEqual({ kind: "wrong", why: 'unknown command "qqqqqqqq"' });
  expect(meant("--json").kind).toBe("wrong");
});

test("what never ends is answered with where it is seen", () => {
  expect(meant("logs -f")).toEqual({ kind: "wrong", why: "the log is followed here: press 5" });
  for (const text of ["tui", "ui", "stats --realtime", "status --watch", "start --foreground"])
    expect(meant(text).kind).toBe("wrong");
});

test("before the words are known nothing is refused that may be right", () => {
  expect(meantBy("stats", null)).toEqual({ kind: "run", words: ["stats"] });
});
