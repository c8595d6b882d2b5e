import { expect, test } from "bun:test";
import { elsewhereParts } from "../../../cli/status/elsewhere.ts";

const plain = (_: string, text: string): string => text;
const now = 1_800_000_000_000;

test("a PostgreSQL that is away is told with how long, what waits and why; one that is there in a word", () => {
  const away = { place: "db:5432/l", awaySince: now - 180_000, why: "nobody answers there", waiting: 1204, givenUp: 0 };

  expect(elsewhereParts(away, plain, now).filter(Boolean)).toEqual([
    "postgres away 3m00",
    "1,204 rows wait",
    "db:5432/l: nobody answers there",
  ]);
  const well = { ...away, awaySince: null, why: null, waiting: 0 };
  expect(elsewhereParts(well, plain, now).filter(Boolean)).toEqual(["postgres ok", "db:5432/l"]);
  expect(elsewhereParts({ ...well, givenUp: 2 }, plain, now)).toContain("2 rows will never be there");
});
