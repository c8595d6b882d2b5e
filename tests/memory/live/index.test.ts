import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { editingModes, type Step } from "../../../src/core/memory.ts";
import { isObject, listIn } from "../../../src/lib/json.ts";
import { decided } from "../../../src/memory/engine/shrink.ts";
import { liveShrinkers } from "../../../src/memory/live/index.ts";
import { reaches } from "../../../src/memory/policy/index.ts";
import { shrinkers } from "../../../src/memory/shrinkers/index.ts";
import type { About, Shrinker } from "../../../src/memory/shrinkers/shrinker.ts";
import { applied } from "../../../src/memory/shrinkers/steps.ts";
import { aboutOf } from "../../support/about.ts";
import { recordedConversations } from "../../support/conversations.ts";
import { replayable } from "../../support/replay.ts";

test("no two shrinkers have the same name and version: what was decided would be done in another way", () => {
  const names = shrinkers.map(({ name, version }) => `${name}@${version}`);
  expect(new Set(names).size).toBe(names.length);
});

const nowhere = () => null;

const command = { label: "make", hash: "h" } as const;

/** What a shrinker makes of a text, where it would be used; null = it leaves it as it is. */
const made = ({ from, suits, apply }: Shrinker, text: string, about: About): string | null => {
  const how = reaches(about.mode, from) ? suits(text, about) : null;
  const given = how === null ? null : apply(text, how, nowhere);
  return given === null || given.length >= text.length || given === "" ? null : given;
};

const error = "error TS2345: src/server/listen.ts(83,49): Argument of type 'undefined' is not assignable";

/** Lines such as tools write, many of them again and again, and those that nobody should. */
const line = fc.oneof(
  fc.constantFrom(
    ...[
      "",
      "  ",
      "}",
      "[",
      "{",
      "├── a.ts",
      "│   └── b.ts",
      "\u001b[32mok\u001b[0m",
      "10%\r20%\r30%",
      "a\bb",
      "[=====>   ] 45%",
    ],
    ...["-rw-r--r-- 1 root root 51200 Apr 30 08:32 ast.c", "drwxr-xr-x@ 2 me staff 64 2024-04-30 08:32 src"],
    ...["/a/node_modules/x/index.js", "src/core/chat.ts", "     1→import x", "     2→", "    12\tcode();"],
    ...[
      "<div class='x'>words</div>",
      "<script>",
      "</script>",
      "data:image/png;base64,iVBOR",
      "[the line above 3 times more]",
    ],
    ...['{"a": 1, "b": [true, null]}', "[[package]]", 'name = "serde"', 'version = "1.0.0"', "lockfileVersion: 6.0"],
    ...[
      "00000000: 1f8b 0800 0000 0000 0003 edbd",
      "\ud800",
      "\udfff x",
      "👩‍👩‍👧 שלום",
      "0123456789abcdef: Pulling fs layer",
    ],
  ),
  fc.string({ unit: "binary" }),
  fc.string(),
);

const text = fc
  .array(fc.tuple(line, fc.constantFrom(1, 1, 1, 2, 5, 40)), { maxLength: 30 })
  .map((parts) => parts.flatMap(([said, times]) => Array.from({ length: times }, () => said)).join("\n"));

describe.each(liveShrinkers.map((shrinker) => [shrinker.name, shrinker] as const))("%s", (_name, shrinker) => {
  test("gives the same for the same, and has nothing left to do once it is done", () => {
    fc.assert(
      fc.property(text, fc.constantFrom(...editingModes), (said, mode) => {
        const about = aboutOf(command, said, mode);
        const once = made(shrinker, said, about);
        expect(made(shrinker, said, about)).toBe(once);
        if (once !== null) expect(made(shrinker, once, about)).toBeNull();
      }),
      { numRuns: 120 },
    );
  });

  // What is written within a tag is nothing that a reader of a page sees.
  test.skipIf(shrinker.name === "html")("a line with an error in it stays", () => {
    fc.assert(
      fc.property(text, text, fc.constantFrom(...editingModes), (before, after, mode) => {
        const said = `${before}\n${error}\n${after}`;
        const given = made(shrinker, said, aboutOf(command, said, mode));
        expect(given ?? said).toContain(error);
      }),
      { numRuns: 80 },
    );
  });
});

test("what takes long is not tried with a text that is long, and what is quick is", () => {
  const page = `<!doctype html><html><body>${"<p class='x'>Some words.</p>\n".repeat(8000)}</body></html>`;
  const by = (said: string) => decided(said, aboutOf(command, said), nowhere).steps.map((step) => step.do);
  expect([by(page.slice(0, 60_000)).includes("html"), by(page)]).toEqual([true, ["runs"]]);
});

test("what is decided is never longer than what came, and is made again from its steps", () => {
  fc.assert(
    fc.property(text, fc.constantFrom(...editingModes), (said, mode) => {
      const { steps, before, after } = decided(said, aboutOf(command, said, mode), nowhere);
      expect(after).toBeLessThanOrEqual(before);
      const kept: readonly Step[] = JSON.parse(JSON.stringify(steps));
      const again = applied(said, kept, liveShrinkers, nowhere);
      expect((again ?? "").length).toBeLessThanOrEqual(said.length);
      expect(applied(said, kept, liveShrinkers, nowhere)).toBe(again);
    }),
    { numRuns: 120 },
  );
});

/** Every text of a tool in every recorded conversation. */
const recordedResults = (): readonly string[] => {
  const textsIn = (content: unknown): readonly string[] => {
    if (typeof content === "string") return [content];
    return listIn(content).flatMap((part) => {
      if (!isObject(part)) return [];
      if (part["type"] === "tool_result") return textsIn(part["content"]);
      return typeof part["text"] === "string" ? [part["text"]] : [];
    });
  };
  return replayable(recordedConversations(process.env)).flatMap(({ messages }) =>
    messages.filter(({ role }) => role !== "assistant").flatMap(({ content }) => textsIn(content)),
  );
};

const results = recordedResults();
if (results.length === 0) console.warn("SKIPPED: there are no recorded conversations here (PROXY_DATA).");

test.skipIf(results.length === 0)(
  "of what tools really gave, no name and no path is lost where nothing may be lost",
  () => {
    for (const said of results) {
      const about = aboutOf(command, said, "lossless");
      const { steps } = decided(said, about, nowhere);
      const given = applied(said, steps, liveShrinkers, nowhere) ?? "";
      const lost = (said.match(/[A-Za-z_][\w./-]{5,}/g) ?? []).filter(
        (name) => !given.includes(name.replace(/[./-]+$/, "")),
      );
      expect(steps.length === 0 ? [] : lost.filter((name) => !said.includes(`\u001b`) && !name.includes("\b"))).toEqual(
        [],
      );
    }
  },
);
