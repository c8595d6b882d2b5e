import { expect, test } from "bun:test";
import { judgeTools } from "../../../cli/doctor/tools.ts";

test("tools are named with their versions and the way through the proxy", () => {
  expect(
    judgeTools([
      { program: "codex", version: "0.169.0" },
      { program: "gemini", version: null },
    ]),
  ).toMatchObject([{ level: "ok", text: "tools: codex 0.169.0, gemini", next: "proxy-cli run -- codex" }]);
  expect(judgeTools([])[0]?.level).toBe("unchecked");
});
