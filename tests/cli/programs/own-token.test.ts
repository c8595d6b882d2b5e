import { expect, test } from "bun:test";
import { rmSync, writeFileSync } from "node:fs";
import { ownToken } from "../../../cli/programs/own-token.ts";
import { pathsUnder } from "../../../src/config/paths.ts";
import { scratchFolder } from "../../support/scratch.ts";

test("the token is read as it was made; without one the next step is told", () => {
  const paths = pathsUnder(scratchFolder());

  expect(() => ownToken({ paths })).toThrow("no local token yet");
  writeFileSync(paths.token, "pxy_abc\n");
  expect(ownToken({ paths })).toBe("pxy_abc");
  rmSync(paths.home, { recursive: true });
});
