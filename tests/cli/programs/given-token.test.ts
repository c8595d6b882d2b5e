import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { givenToken } from "../../../cli/programs/given-token.ts";
import { scratchFolder } from "../../support/scratch.ts";

test("a container's token comes out of a file or a variable", () => {
  const file = join(scratchFolder(), "token");
  writeFileSync(file, "pxy_of_the_file\n");

  expect(givenToken({})).toBeNull();
  expect(givenToken({ PROXY_TOKEN: "", PROXY_TOKEN_FILE: "" })).toBeNull();
  expect(givenToken({ PROXY_TOKEN: "pxy_of_the_variable " })).toBe("pxy_of_the_variable");
  expect(givenToken({ PROXY_TOKEN_FILE: file })).toBe("pxy_of_the_file");
});

test("a file that is not there is told, and never taken for no token", () => {
  expect(() => givenToken({ PROXY_TOKEN_FILE: "/nowhere/token" })).toThrow("/nowhere/token cannot be read (ENOENT)");
  expect(() => givenToken({ PROXY_TOKEN_FILE: "/a", PROXY_TOKEN: "pxy_b" })).toThrow("are both set");
});
