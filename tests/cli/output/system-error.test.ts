import { expect, test } from "bun:test";
import { refusedBySystem } from "../../../cli/output/system-error.ts";

const refusal = (code: string, path?: string) => Object.assign(new Error("refused"), { code, path });

test("a file of somebody else's is told with its name and the way out, and is no mistake of ours", () => {
  expect(refusedBySystem(refusal("EACCES", "/home/x/tokens.json"))).toMatchObject({
    code: "home_unsafe",
    message: expect.stringContaining("/home/x/tokens.json cannot be opened (EACCES)"),
    hint: "Try: proxy-cli doctor",
  });
});

test("a full disk is told as one, also where what is full is where the answer goes", () => {
  expect(refusedBySystem(refusal("ENOSPC", "/x/ledger.db"))?.message).toContain(
    "/x/ledger.db cannot be written (ENOSPC). The disk is full",
  );
  expect(refusedBySystem(refusal("ENOSPC"))).toMatchObject({
    code: "cannot_write",
    message: expect.stringMatching(/^Standard output/),
  });
});

test("everything else stays what it is", () => {
  for (const thrown of [new Error("x"), "x", null, refusal("EACCES"), refusal("ENOENT", "/x")])
    expect(refusedBySystem(thrown)).toBeNull();
});
