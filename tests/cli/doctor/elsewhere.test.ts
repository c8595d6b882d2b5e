import { expect, test } from "bun:test";
import { judgeElsewhere } from "../../../cli/doctor/elsewhere.ts";

const now = 1_800_000_000_000;
const well = { place: "db:5432/ledger", awaySince: null, why: null, waiting: 0, givenUp: 0 };

test("nothing is said of a PostgreSQL that nobody has set", () => {
  expect(judgeElsewhere({ elsewhere: null, now })).toEqual([]);
});

test("one that is away is a problem with its reason, how long it has been so, and what waits", () => {
  const away = { ...well, awaySince: now - 180_000, why: "nobody answers there", waiting: 1204 };

  const [found] = judgeElsewhere({ elsewhere: away, now });

  expect(found?.level).toBe("problem");
  expect(found?.text).toMatch(
    /^PostgreSQL at db:5432\/ledger has taken nothing for 3m.*: nobody answers there; 1,204 rows/,
  );
});

test("rows that were given up are a problem also when all else is well", () => {
  const levels = judgeElsewhere({ elsewhere: { ...well, givenUp: 3 }, now }).map(({ level }) => level);

  expect(levels).toEqual(["ok", "problem"]);
});
