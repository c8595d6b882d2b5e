import { expect, test } from "bun:test";
import { unsoundAt } from "../../../src/offline/simulate/soundness.ts";
import { model, user } from "../../support/sessions.ts";

const result = (content: unknown, id = "t1") => user([{ type: "tool_result", tool_use_id: id, content }]);
const picture = { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } };

test("another text for a result, and a note for a picture, are sound", () => {
  expect(unsoundAt([result("long")], [result("l")])).toBeNull();
  expect(unsoundAt([result([picture])], [result([{ type: "text", text: "[image]" }])])).toBeNull();
});

test.each([
  ["an empty text", result("")],
  ["another pair", result("long", "t2")],
  ["another shape", result([{ type: "text", text: "long" }])],
  ["another role", { ...result("long"), role: "assistant" }],
])("%s is not", (_, forwarded) => {
  expect(unsoundAt([result("long")], [forwarded])).not.toBeNull();
});

test("a message less, or another word of the model's, is not", () => {
  expect(unsoundAt([user("a"), model("b")], [user("a")])).not.toBeNull();
  expect(unsoundAt([model("b")], [model("c")])).not.toBeNull();
});
