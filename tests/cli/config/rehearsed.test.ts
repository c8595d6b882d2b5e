import { expect, test } from "bun:test";
import { differencesIn, toldRehearsal } from "../../../cli/config/rehearsed.ts";
import { paintWith } from "../../../cli/output/colour.ts";
import type { Rehearsal } from "../../../src/control/contract.ts";
import { summary } from "../../support/summary.ts";

type Decision = NonNullable<Rehearsal["now"]>;
type Step = Decision["steps"][number];

const startedAt = new Date(2026, 10, 2, 14, 2, 11).getTime();
const step = (about: Step["about"], rule: string, isTaken: boolean, why: string): Step => ({
  about,
  rule,
  isTaken,
  why,
});
const noPin = step("upstream", "session pin", false, "there is none");

const before: Decision = {
  ...{ rule: "current upstream zai-cn", upstream: "zai-cn", from: "anthropic", to: "anthropic" },
  ...{ asked: "claude-x", model: "glm-4.6" },
  steps: [
    noPin,
    step("upstream", "current upstream zai-cn", true, "is chosen"),
    step("model", "models.zai-cn", true, "claude-*: glm-4.6"),
  ],
};
const now: Decision = {
  ...{ rule: "routes[1] long", upstream: "openai", from: "anthropic", to: "openai-chat" },
  ...{ asked: "claude-x", model: "gpt-5.1" },
  steps: [
    noPin,
    step("upstream", "routes[0] vision", false, "has no image"),
    step("upstream", "routes[1] long", true, "41,200 input tokens > 30,000"),
  ],
};
const known: Rehearsal = {
  ...{ id: "r_mwqyfdva2luob", source: "memory", file: "/home/me/.proxy-cli/config.yaml" },
  ...{ before, now, refusal: null, remarks: [] },
};

const told = (more: Partial<Rehearsal>): string =>
  toldRehearsal(
    { ...known, ...more },
    {
      ...{ paint: paintWith(0), now: startedAt + 60_000, home: "/home/me" },
      detail: { summary: summary({ startedAt, path: "/v1/messages" }), running: null },
    },
  )
    .map((line) => `${line.trimEnd()}\n`)
    .join("");

test("two decisions stand side by side, with the steps that only one of them has", () => {
  expect(told({})).toMatchInlineSnapshot(`
    "r_mwqyfdva2luob   today 14:02:11   POST /v1/messages   as it is kept in memory
    by ~/.proxy-cli/config.yaml as it is now; nothing was sent

                then                                    now
    goes to     zai-cn                                  openai
    format      anthropic                               anthropic -> openai-chat
    model       claude-x -> glm-4.6                     claude-x -> gpt-5.1
    decided by  current upstream zai-cn, models.zai-cn  routes[1] long

    steps that differ
      then  >  current upstream zai-cn  is chosen
      then  >  models.zai-cn            claude-*: glm-4.6
      now      routes[0] vision         has no image
      now   >  routes[1] long           41,200 input tokens > 30,000

    ~ It would not go as it went.
    "
  `);
});

test("what stays as it was is said in one line", () => {
  const same = told({ now: before });

  expect(same).toEndWith("= It would go where it went.\n");
  expect(same).not.toContain("steps that differ");
});

test("another reason for the same place is no other way, and its steps are told all the same", () => {
  const pinned: Decision = {
    ...before,
    rule: "session pin",
    steps: [step("upstream", "session pin", true, "it has one")],
  };

  expect(differencesIn({ before, now: pinned })).toMatchObject({ isSame: true, steps: { length: 4 } });
  expect(told({ now: pinned })).toContain("steps that differ");
});

test("a refusal is told with its reason and the next step, what is not known any more as that", () => {
  const refusal = { code: "upstream_undecided", message: "It could go to more than one (a, b).", hint: "Choose one." };

  const refused = told({ now: null, refusal });
  const forgotten = told({ before: null, remarks: ["A trace has no headers."] });

  expect(refused).toContain("refused: upstream_undecided");
  expect(refused).toEndWith("x It would be refused: It could go to more than one (a, b). Choose one.\n");
  expect(forgotten).toMatch(/goes to +not known any more +openai\n/);
  expect(forgotten).toEndWith("! A trace has no headers.\nIt would go to openai; where it went then is not known.\n");
});

test("names of a client's own cannot move the cursor", () => {
  const evil: Decision = { ...now, asked: "\u001b[2Jx", steps: [step("model", "body", true, "\u001b]0;x\u0007")] };

  expect(told({ now: evil })).not.toMatch(/[\u0007\u001b]/);
});
