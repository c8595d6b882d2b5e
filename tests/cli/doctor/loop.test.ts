import { expect, test } from "bun:test";
import { judgeLoop } from "../../../cli/doctor/loop.ts";

const local = (more: Partial<NonNullable<Parameters<typeof judgeLoop>[0]>[number]>) =>
  judgeLoop([{ name: "work", endpoint: "http://127.0.0.1:8080", isUs: false, server: null, ...more }])[0]?.level;

test("an upstream that is this proxy is a circle; another proxy-cli may be meant; anything else is fine", () => {
  expect(local({ isUs: true, server: "proxy-cli" })).toBe("problem");
  expect(local({ server: "proxy-cli" })).toBe("hint");
  expect(local({ server: "unknown" })).toBe("ok");
  expect(judgeLoop([])[0]?.level).toBe("ok");
  expect(judgeLoop(null)[0]?.level).toBe("unchecked");
});
