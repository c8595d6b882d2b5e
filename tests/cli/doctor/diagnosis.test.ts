import { expect, test } from "bun:test";
import { ok, problem } from "../../../cli/doctor/check.ts";
import { diagnosisFields } from "../../../cli/doctor/diagnosis.ts";

test("S-55 programs get counts and lines, the home folder as ~", () => {
  const findings = [
    { ...ok("fine"), check: "a" },
    {
      ...problem("/home/me/p is open", "chmod 700 /home/me/p", {
        what: "chmod 700 /home/me/p",
        apply: () => undefined,
      }),
      check: "files",
    },
  ];

  const fields = diagnosisFields(findings, "/home/me");

  expect(fields).toMatchObject({ problems: 1, hints: 0, unchecked: 0 });
  expect(fields.findings[1]).toEqual({
    check: "files",
    level: "problem",
    text: "~/p is open",
    next: "chmod 700 ~/p",
    fix: "chmod 700 ~/p",
  });
});
