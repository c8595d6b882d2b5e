import { expect, test } from "bun:test";
import type { Exchange } from "../../../src/core/exchange.ts";
import { policyOf } from "../../../src/memory/policy/index.ts";
import { usualMoment } from "../../../src/memory/policy/moment.ts";
import { imagine, nothingImagined } from "../../../src/memory/savings/shadow.ts";
import { measure } from "../../../src/meter/tokens/measure.ts";
import { exchangeWith, model, sessionsWith, user } from "../../support/sessions.ts";

const noisy = `${"\u001b[32mok\u001b[0m src/server/listen.test.ts\n".repeat(80)}1 failed`;
const history = [
  user("Run the tests."),
  model([{ type: "tool_use", id: "t1", name: "Bash", input: { command: "npm test" } }]),
  user([{ type: "tool_result", tool_use_id: "t1", content: noisy }]),
];

const look = (exchange: Exchange, imagined = nothingImagined(), hasTime = true) => {
  const transcript = sessionsWith().sessions.transcript(exchange);
  if (transcript === null) throw new Error("There is nothing to read.");
  const how = { policyOf, moment: usualMoment, measure, begin: () => undefined, hasTime: () => hasTime };
  const steps = imagine({ transcript, imagined, ...how });
  for (let slices = 0; ; slices++) {
    const step = steps.next();
    if (step.done === true) return { found: step.value, slices };
  }
};

test("each mode is looked at in its own turn, and what it would have left out is told", () => {
  const { found, slices } = look(exchangeWith(history));
  expect(slices).toBe(3);
  expect([...found.keys()]).toEqual(["lossless", "balanced", "aggressive"]);
  expect(found.get("lossless")?.removedLive).toBeGreaterThan(0);
});

test("what a mode would have decided it would have kept to; before it was looked at everything went whole", () => {
  const imagined = nothingImagined();
  const live = look(exchangeWith(history), imagined).found.get("lossless")?.removedLive;
  const later = exchangeWith([...history, model("One fails."), user("Which?")]);
  expect(look(later, imagined).found.get("lossless")?.removedBefore).toBe(live as number);
  expect(look(later).found.get("lossless")?.removedBefore).toBe(0);
});

test("without time nothing new is claimed", () => {
  expect(look(exchangeWith(history), nothingImagined(), false).found.get("balanced")?.removedLive).toBe(0);
});
