import type { Status } from "../../src/control/contract.ts";
import { exactly, lasted } from "../output/units.ts";
import { defineCheck, type Finding, ok, problem } from "./check.ts";

type Facts = { readonly elsewhere: Status["ledger"]["elsewhere"] | null; readonly now: number };

/** Whether the PostgreSQL takes the ledger's rows; nothing is said where none is set. */
export const judgeElsewhere = ({ elsewhere, now }: Facts): readonly Finding[] => {
  if (!elsewhere) return [];
  const { place, awaySince, why, waiting, givenUp } = elsewhere;
  const lacking =
    givenUp === 0
      ? []
      : [problem(`PostgreSQL at ${place} will never have ${exactly(givenUp)} rows`, "proxy-cli logs --level error")];
  if (awaySince === null)
    return [ok(`PostgreSQL at ${place} has the ledger, ${exactly(waiting)} rows wait`), ...lacking];
  const since = lasted(Math.max(0, now - awaySince));
  return [
    problem(
      `PostgreSQL at ${place} has taken nothing for ${since}: ${why ?? "unknown"}; ${exactly(waiting)} rows wait here, traffic goes on`,
      "proxy-cli config get store.ledger_url",
    ),
    ...lacking,
  ];
};

export default defineCheck({
  name: "elsewhere",
  look: ({ daemon, context: { now } }): Facts => ({
    elsewhere: daemon.state === "running" ? (daemon.status.ledger.elsewhere ?? null) : null,
    now: now(),
  }),
  judge: judgeElsewhere,
});
