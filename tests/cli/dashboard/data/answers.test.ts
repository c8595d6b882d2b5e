import { expect, test } from "bun:test";
import {
  type Answers,
  agedAnswers,
  answerTo,
  keyOf,
  withAnswer,
  withoutAnswers,
} from "../../../../cli/dashboard/data/answers.ts";

const answered = (at: number, value: unknown = at) => ({ at, value, problem: null });
const request = (id: string) => keyOf({ name: "request", ask: { id } });

test("an answer is found by what was asked, and only by that", () => {
  const answers = withAnswer({}, request("r_1"), answered(1, null));

  expect(answerTo({ [request("r_2")]: answered(1, "told") }, "request", { id: "r_2" }) as unknown).toBe("told");
  expect(answerTo(answers, "request", { id: "r_1" })).toBeNull();
  expect(answerTo(answers, "request", { id: "r_3" })).toBeNull();
});

test("however many questions are asked in a day, the latest answers are kept and no more", () => {
  let answers: Answers = {};
  for (let at = 0; at < 1000; at++) answers = withAnswer(answers, request(`r_${at}`), answered(at));

  expect(Object.keys(answers).length).toBeLessThan(200);
  expect(answers[request("r_999")]?.at).toBe(999);
  expect(answers[request("r_990")]?.at).toBe(990);
  expect(answers[request("r_0")]).toBeUndefined();
});

test("an answer takes the place of the one before to the same question", () => {
  const answers = withAnswer(withAnswer({}, "status {}", answered(1)), "status {}", answered(2));

  expect(answers).toEqual({ "status {}": answered(2) });
});

test("what has changed is forgotten by the name of its call, and not by a name that begins with it", () => {
  const answers = { "session {}": answered(1), "sessions {}": answered(2), "status {}": answered(3) };

  expect(Object.keys(withoutAnswers(answers, ["session"]))).toEqual(["sessions {}", "status {}"]);
});

test("answers that are too old for every question stay as they are until there are others", () => {
  const [aged] = Object.values(agedAnswers({ "status {}": answered(3, "told") }));

  expect(aged).toEqual({ at: Number.NEGATIVE_INFINITY, value: "told", problem: null });
});
