import { expect, test } from "bun:test";
import { blob } from "../../../src/memory/live/blob.ts";

const without = (text: string) => blob.apply(text, { id: "m_1" }, () => null);

const base64 = Buffer.from(Array.from({ length: 600 }, (_, at) => (at * 89 + at * at) % 256)).toString("base64");

test("base64 becomes its beginning, its length and its hash; what stands around it stays", () => {
  expect(without(`before ${base64} after`)).toMatch(
    /^before \S{16}\[base64, 800 letters, sha256 \S{8}\] after\n\[data in letters left out: proxy-cli memory show m_1\]$/,
  );
  expect(without(`url(data:image/png;base64,${base64})`)).toMatch(
    /^url\(data:image\/png;base64,\S{16}\[base64, 822 letters/,
  );
  expect(without("0f".repeat(200))).toMatch(/^0f0f0f0f0f0f0f0f\[hex, 400 letters/);
});

test("long names and lines of words are no data", () => {
  expect(without("a-very-long-name-of-a-thing-".repeat(20))).toBeNull();
  expect(without("=".repeat(500))).toBeNull();
});

test("of a dump the first lines stay, of packed code the beginning", () => {
  const dump = Array.from(
    { length: 20 },
    (_, at) => `0000${at.toString(16).padStart(3, "0")}0: 1f8b 0800 0000 0000 0003 edbd`,
  );
  expect(
    without([...dump, "end"].join("\n"))
      ?.split("\n")
      .slice(0, 4),
  ).toEqual([...dump.slice(0, 2), expect.stringMatching(/^\[dump of 20 lines, /), "end"]);
  const packed = "!function(e,t){var n=e.length;return n>t?e:t}(1,2);".repeat(200);
  expect(without(`/* MIT */\n${packed}`)).toMatch(
    /^\/\* MIT \*\/\n.{300}\[packed code, 10200 letters, sha256 \S{8}\]\n/,
  );
});
