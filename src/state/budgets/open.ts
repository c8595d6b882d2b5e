import type { BudgetDesk, BudgetsView } from "../../core/budget.ts";
import type { Shared } from "../../core/shared.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Ledger } from "../ledger/index.ts";
import type { Audit } from "../logs/audit.ts";
import type { Log } from "../logs/log.ts";
import type { Notices } from "../notices.ts";
import { type Asks, createAsks } from "./asks.ts";
import { Counted } from "./counted.ts";
import { budgetsView, createBudgetDesk } from "./desk.ts";
import { Budgets } from "./index.ts";
import { createLoops, type Loops } from "./loops.ts";
import { openSaid, type SaidOfBudgets } from "./said.ts";

/** All that stops what costs too much. */
export type Stops = {
  readonly budgets: Budgets;
  readonly loops: Loops;
  readonly asks: Asks;
  readonly said: SaidOfBudgets;
  readonly desk: BudgetDesk;
  readonly view: () => BudgetsView;
};

type Options = {
  readonly shared: Shared;
  readonly ledger: Pick<Ledger, "spent">;
  readonly clock: Clock;
  readonly random: () => number;
  /** What people have said; null = it ends with the daemon. */
  readonly file: string | null;
  readonly log: Pick<Log, "write">;
  readonly audit: Pick<Audit, "note">;
  readonly notices: Notices;
};

/** Nothing is limited yet; what people have said before is known. */
export const openStops = ({ shared, ledger, clock: { now }, random, file, log, audit, notices }: Options): Stops => {
  const onTrouble = (what: string): void => log.write("warn", "budgets", { what });
  const { board } = shared;
  const said = openSaid({ board, file, now, onTrouble });
  const counted: Counted = new Counted({
    ...{ shared, ledger, now, onTrouble },
    onAnswering: (upstream, sent, answered) => budgets.hears(upstream, sent, answered),
  });
  const newId = (): string =>
    `q_${Math.floor(random() * 36 ** 4)
      .toString(36)
      .padStart(4, "0")}`;
  const asks = createAsks({
    ...{ board, now, newId },
    onAsk: (ask) => {
      log.write("warn", "a person is asked", { about: ask.about, session: ask.session, why: ask.why });
      notices.send({ type: "budget-asked", ask });
    },
    onAnswer: ({ id, about }, answered) => {
      log.write("info", "a person was asked", { about, answered });
      notices.send({ type: "budget-answered", id, about, answered });
    },
  });
  const budgets: Budgets = new Budgets({
    ...{ counted, said, now },
    tell: (sum, words) => {
      log.write("warn", "budget", { budget: sum.id, state: sum.isOver ? "used up" : "nearly used up", words });
      notices.send({ type: "budget-told", budget: sum.id, isOver: sum.isOver, words });
    },
  });
  const loops = createLoops({
    said,
    tell: (exchange, session, { why }) => {
      exchange.notes.remarks = [...exchange.notes.remarks, { by: "loops", text: why }];
      log.write("warn", "loop", { id: exchange.id, session });
      notices.send({ type: "loop-found", id: exchange.id, session, why });
    },
  });
  const note = (what: Parameters<Audit["note"]>[0], about: string): void => audit.note(what, "control", { about });
  const desk = createBudgetDesk({ budgets, loops, counted, said, asks, now, note });
  return { budgets, loops, asks, said, desk, view: () => budgetsView({ budgets, said, asks }) };
};
