import type { Question } from "../data/answers.ts";
import { closed, type Dialog } from "../dialog.ts";
import type { Key } from "../keys/key.ts";
import type { Overlay } from "../overlay.ts";
import type { Change, State, Step } from "../state.ts";
import { to } from "../step.ts";
import { alertsDialog } from "./alerts.ts";
import { budgetAskDialog } from "./budget-ask.ts";
import { commandDialog, commandQuestions } from "./command.ts";
import { confirmDialog } from "./confirm.ts";
import { filterDialog } from "./filter.ts";
import { helpDialog } from "./help.ts";
import { pagerDialog } from "./pager.ts";
import { searchDialog } from "./search.ts";
import { switchDialog } from "./switch.ts";
import { testDialog } from "./test.ts";

type Shown = Overlay<Change>;

/** Every kind of overlay. */
const dialogs: { readonly [Kind in Shown["kind"]]: Dialog<Extract<Shown, { kind: Kind }>> } = {
  alerts: alertsDialog,
  "budget-ask": budgetAskDialog,
  command: commandDialog,
  confirm: confirmDialog,
  filter: filterDialog,
  help: helpDialog,
  pager: pagerDialog,
  switch: switchDialog,
  test: testDialog,
  search: searchDialog,
};

/** The dialog of an overlay. */
export const dialogOf = ({ kind }: Shown): Dialog<Shown> => dialogs[kind] as Dialog<Shown>; // the table has each kind's own

/** A key for the overlay; escape closes every one. */
export const pressInOverlay = (overlay: Shown, key: Key, state: State, now: number): Step =>
  key.name === "esc" ? to(closed(state)) : dialogOf(overlay).press(overlay, key, state, now);

/** A click on a row of the overlay. */
export const chooseInOverlay = (overlay: Shown, row: string, state: State, now: number): Step =>
  dialogOf(overlay).choose?.(overlay, row, state, now) ?? to(state);

/** What lies over the screen has to ask. */
export const askedOver = (state: State): readonly Question[] =>
  state.overlay?.kind === "command" ? commandQuestions(state) : [];
