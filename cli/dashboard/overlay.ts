import type { ConfirmOverlay } from "./dialogs/confirm.ts";
import type { HelpOverlay } from "./dialogs/help.ts";
import type { PagerOverlay } from "./dialogs/pager.ts";

/** What lies over the screen and has the keys; each kind is a file of its own beside this one. */
export type Overlay = ConfirmOverlay | HelpOverlay | PagerOverlay;
