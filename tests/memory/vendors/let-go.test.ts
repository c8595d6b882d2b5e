import { expect, test } from "bun:test";
import { spliced } from "../../../src/lib/json-splice.ts";
import { letGo } from "../../../src/memory/vendors/let-go.ts";

const said = (body: object, headers: Record<string, string> = {}) => {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  const { edit, header } = letGo(bytes, new Headers(headers));
  return { body: JSON.parse(new TextDecoder().decode(spliced(bytes, [edit]) ?? undefined)), header };
};

const block_binding = { prefix_mismatch_behavior: "drop_block" };

test("it is said beside what the client says of thinking, and its flags stay", () => {
  expect(
    said({ thinking: { type: "enabled", budget_tokens: 2000 } }, { "anthropic-beta": "one-2025, two-2025" }),
  ).toEqual({
    body: { thinking: { type: "enabled", budget_tokens: 2000, block_binding } },
    header: ["anthropic-beta", "one-2025,two-2025,thinking-binding-controls-2026-08-01"],
  });
});

test("where nothing is said of thinking, it is said as the vendor takes it", () => {
  expect(said({ model: "m" }).body.thinking).toEqual({ type: "adaptive", block_binding });
});

test("a flag is said once", () => {
  const flag = "thinking-binding-controls-2026-08-01";
  expect(said({}, { "anthropic-beta": flag }).header).toEqual(["anthropic-beta", flag]);
});
