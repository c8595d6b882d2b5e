import { expect, test } from "bun:test";
import { judgeListening } from "../../../cli/doctor/listening.ts";

const judged = (addresses: readonly string[] | null) =>
  judgeListening({ addresses }).map(({ level, text }) => [level, text]);

test("only this machine, or others too", () => {
  expect(judged(["127.0.0.1", "::1"])).toEqual([["ok", "listening on 127.0.0.1 and ::1 only"]]);
  expect(judged(["0.0.0.0"])).toEqual([["hint", "listening on 0.0.0.0: other machines can reach it, with the token"]]);
});

test("a system that does not tell is no good news", () => {
  expect(judged(null)[0]?.[0]).toBe("unchecked");
  expect(judged([])[0]?.[0]).toBe("unchecked");
  expect(judgeListening(null)).toEqual([]);
});
