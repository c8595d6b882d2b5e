import { expect, test } from "bun:test";
import fc from "fast-check";
import { workplaceIn } from "../../../src/memory/learning/workplace.ts";

const bodyWith = (text: string): Uint8Array => Buffer.from(JSON.stringify({ system: [{ type: "text", text }] }));

test.each([
  ["<env>\nWorking directory: /home/me/one\nIs directory a git repo: Yes", "/home/me/one"],
  ["# Environment\n - Primary working directory: /home/me/two\n - Platform: linux", "/home/me/two"],
  ["<environment_context>\n  <cwd>/srv/three</cwd>\n", "/srv/three"],
  ["# Current Working Directory (/home/me/my four) Files\na.ts", "/home/me/my four"],
  ["I'm currently working in the directory: /home/me/five\n", "/home/me/five"],
  ["Working directory: C:\\Users\\me\\six\n", "C:\\\\Users\\\\me\\\\six"],
] as const)("the folder that a tool tells of: %j", (text, folder) => {
  expect(workplaceIn(bodyWith(text))).toBe(folder);
});

test("a request that tells none has none", () => {
  expect(workplaceIn(bodyWith("Pass the working directory: it is needed."))).toBeNull();
  expect(workplaceIn(new Uint8Array())).toBeNull();
});

test("no body takes it long or has it fail", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 4096 }), (bytes) => workplaceIn(bytes) !== ""));
  const long = `Working directory: /${"a\\".repeat(400_000)}`;
  expect(workplaceIn(bodyWith(long))?.length).toBeLessThan(2000);
});
