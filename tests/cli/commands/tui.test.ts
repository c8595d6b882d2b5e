import { afterAll, expect, test } from "bun:test";
import { newCorner } from "../../support/program.ts";

const corner = newCorner();
afterAll(() => corner.leave());

test.each([
  ["--view", "nowhere", /there is no view "nowhere"\nknown: overview, .*config\n[\s\S]*tui --view overview/],
  ["--theme", "blue", /--theme is dark or light, got "blue"[\s\S]*tui --theme light/],
  ["--hz", "0", /--hz takes a number from 0\.1 to 20, got "0"[\s\S]*tui --hz 2/],
  ["--hz", "fast", /got "fast"/],
  ["--view", "stats", /tui needs a terminal \(stdout is not a TTY\)[\s\S]*stats --realtime/],
])("tui %s %s without a terminal says what is wrong and what to do instead", async (option, value, words) => {
  const { code, out, err } = await corner.cli(["tui", option, value]);

  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(words);
});
