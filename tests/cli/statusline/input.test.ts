import { expect, test } from "bun:test";
import { calledBy, toldOnInput } from "../../../cli/statusline/input.ts";

const streamOf = (texts: readonly string[], isEnded = true): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start: (controller) => {
      for (const text of texts) controller.enqueue(new TextEncoder().encode(text));
      if (isEnded) controller.close();
    },
  });

test("what comes is read until it is whole, even where nobody closes the input", async () => {
  expect(await toldOnInput(() => streamOf(['{"session_id":"5e', '8f"}\n'], false), 60_000)).toBe(
    '{"session_id":"5e8f"}\n',
  );
  expect(await toldOnInput(() => streamOf(["no JSON"]), 60_000)).toBe("no JSON");
});

test("an input that says nothing is not waited for", async () => {
  expect(await toldOnInput(() => streamOf([], false), 5)).toBe("");
  expect(await toldOnInput(() => streamOf(["x".repeat(2_000_000)], false), 60_000)).toBe("");
});

test("an input that cannot be read says nothing", async () => {
  expect(await toldOnInput(() => Bun.file(import.meta.dir).stream(), 60_000)).toBe("");
});

test("Claude Code tells its conversation, model and how full the context is; of others nothing is known", () => {
  const said = { session_id: "5e8f", model: { display_name: "Opus" }, context_window: { used_percentage: 71 } };

  expect(calledBy(JSON.stringify(said))).toEqual({ session: "5e8f", model: "Opus", contextShare: 0.71 });
  expect(calledBy('{"context_window":{"used_percentage":1e999}}').contextShare).toBeNull();
  for (const other of ["", "null", "[1]", "{}", "{", '{"session_id":5,"model":"x","context_window":{}}'])
    expect(calledBy(other)).toEqual({ session: null, model: null, contextShare: null });
});
