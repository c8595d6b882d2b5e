import type { WatchMessage } from "../../src/control/contract.ts";
import type { MemoryMode } from "../../src/core/memory.ts";
import type { Route } from "./route.ts";
import type { Check, Link } from "./state.ts";

/** Everything that can happen to the page. */
export type Action =
  | { readonly type: "heard"; readonly message: WatchMessage }
  | { readonly type: "answered"; readonly key: string; readonly value: unknown }
  | { readonly type: "unanswered"; readonly key: string; readonly problem: string }
  | { readonly type: "link"; readonly link: Link }
  | { readonly type: "time" }
  | { readonly type: "resized"; readonly width: number }
  /** The address has changed. */
  | { readonly type: "arrived"; readonly route: Route }
  /** Goes there; `isSame` takes the place of the address instead of leaving it behind. */
  | { readonly type: "go"; readonly to: Route; readonly isSame?: true }
  | { readonly type: "scrolled"; readonly top: number; readonly height: number }
  | { readonly type: "paused" }
  | { readonly type: "help" }
  | { readonly type: "closed" }
  | { readonly type: "switch-thought"; readonly to: string }
  | { readonly type: "switch-checked"; readonly to: string; readonly check: Check }
  | { readonly type: "switch"; readonly to: string; readonly force: boolean }
  | { readonly type: "compress"; readonly session: string; readonly mode: MemoryMode | "on" | null }
  | { readonly type: "toast"; readonly text: string; readonly tone: "ok" | "error" | "muted" }
  | { readonly type: "save"; readonly name: string; readonly text: string };
