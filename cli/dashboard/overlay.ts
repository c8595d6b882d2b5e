import type { AlertsOverlay } from "./dialogs/alerts.ts";
import type { BudgetAskOverlay } from "./dialogs/budget-ask.ts";
import type { CommandOverlay } from "./dialogs/command.ts";
import type { ConfirmOverlay } from "./dialogs/confirm.ts";
import type { FilterOverlay } from "./dialogs/filter.ts";
import type { HelpOverlay } from "./dialogs/help.ts";
import type { PagerOverlay } from "./dialogs/pager.ts";
import type { SearchOverlay } from "./dialogs/search.ts";
import type { TestOverlay } from "./dialogs/test.ts";
import type { SwitchOverlay } from "./switching/overlay.ts";

/** What lies over the screen and has the keys; each kind is a file of its own beside this one. */
export type Overlay =
  | AlertsOverlay
  | BudgetAskOverlay
  | CommandOverlay
  | ConfirmOverlay
  | FilterOverlay
  | HelpOverlay
  | PagerOverlay
  | SearchOverlay
  | SwitchOverlay
  | TestOverlay;
