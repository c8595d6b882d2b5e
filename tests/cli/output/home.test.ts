import { expect, test } from "bun:test";
import { withTilde } from "../../../cli/output/home.ts";

test("the user's home is ~ wherever it stands", () => {
  expect(withTilde("in /home/me/a and /home/me/b", "/home/me")).toBe("in ~/a and ~/b");
  expect(withTilde("/home/meow/a", "/home/me")).toBe("/home/meow/a");
  expect(withTilde("/a", undefined)).toBe("/a");
  expect(withTilde("/a", "/")).toBe("/a");
});
