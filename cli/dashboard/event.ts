import type { WatchMessage } from "../../src/control/contract.ts";
import type { Click } from "./frame/line.ts";
import type { Size } from "./frame/rect.ts";
import type { Key } from "./keys/key.ts";
import type { Change, Link } from "./state.ts";

/** Everything that can happen to a dashboard. */
export type Event =
  | { readonly type: "heard"; readonly message: WatchMessage }
  | { readonly type: "link"; readonly link: Link }
  | { readonly type: "answered"; readonly key: string; readonly value: unknown }
  | { readonly type: "unanswered"; readonly key: string; readonly problem: string }
  | { readonly type: "key"; readonly key: Key }
  | { readonly type: "click"; readonly click: Click }
  | { readonly type: "wheel"; readonly rows: number }
  | { readonly type: "resize"; readonly size: Size }
  /** Something that was done outside has ended. */
  | { readonly type: "changed"; readonly change: Change };
