import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownToken } from "../../../cli/programs/own-token.ts";
import { pathsUnder } from "../../../src/config/paths.ts";

test("the token is read as it was made; without one the next step is told", () => {
  const paths = pathsUnder(mkdtempSync(join(tmpdir(), "pxt-")));

  expect(() => ownToken({ paths })).toThrow("no local token yet");
  writeFileSync(paths.token, "pxy_abc\n");
  expect(ownToken({ paths })).toBe("pxy_abc");
  rmSync(paths.home, { recursive: true });
});
