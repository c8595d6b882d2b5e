import { expect, test } from "bun:test";
import { decide } from "../../src/control/deciding.ts";

const asked: unknown[] = [];
const engine = {
  rehearse: async (...ask: unknown[]) => {
    asked.push(ask);
    return {} as never;
  },
};

test("a request is asked for by its id, with the files in force or with one that is named whole", async () => {
  await decide({ id: "r_1" }, engine);
  await decide({ id: "r_1", file: "/home/me/other.yaml" }, engine);

  expect(asked).toEqual([
    ["r_1", null],
    ["r_1", "/home/me/other.yaml"],
  ]);
});

test.each([{}, { id: "" }, { id: 7 }, { id: "r_1", file: "other.yaml" }, { id: "r_1", file: 7 }])(
  "what is no such question is the asker's slip: %p",
  (ask) => {
    expect(() => decide(ask as never, engine)).toThrow(expect.objectContaining({ code: "usage" }));
  },
);
