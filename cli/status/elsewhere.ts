import type { Status } from "../../src/control/contract.ts";
import type { Paint } from "../output/colour.ts";
import { exactly, lasted } from "../output/units.ts";

type Elsewhere = NonNullable<Status["ledger"]["elsewhere"]>;

/** How it is with the PostgreSQL that gets a copy of the ledger's rows. */
export const elsewhereParts = (elsewhere: Elsewhere, paint: Paint, now: number): readonly string[] => {
  const { place, awaySince, why, waiting, givenUp } = elsewhere;
  const away = awaySince === null ? "" : `postgres away ${lasted(Math.max(0, now - awaySince))}`;
  return [
    away === "" ? `postgres ${paint("ok", "ok")}` : paint("warning", away),
    waiting === 0 ? "" : `${exactly(waiting)} ${waiting === 1 ? "row waits" : "rows wait"}`,
    givenUp === 0 ? "" : paint("error", `${exactly(givenUp)} rows will never be there`),
    why === null ? place : `${place}: ${why}`,
  ];
};
