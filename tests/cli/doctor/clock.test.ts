import { expect, test } from "bun:test";
import { judgeClock } from "../../../cli/doctor/clock.ts";

const judged = (skewMs: number) => judgeClock({ name: "cn", skewMs })[0];

test("a clock that is off by minutes is told, seconds of a slow network are not", () => {
  expect(judged(900)).toMatchObject({ level: "ok", text: "clock agrees with cn" });
  expect(judged(180_000)).toMatchObject({ level: "hint", text: "this machine's clock is 180 s ahead of cn" });
  expect(judged(-180_000)?.text).toBe("this machine's clock is 180 s behind cn");
});

test("without anybody to compare with it is not checked", () => {
  expect(judgeClock(null)[0]?.level).toBe("unchecked");
});
