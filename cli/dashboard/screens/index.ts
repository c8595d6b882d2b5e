import { isUnused } from "../overview/unused.ts";
import type { Screen } from "../screen.ts";
import { type State, type ViewName, views } from "../state.ts";
import { config } from "./config.ts";
import { logs } from "./logs.ts";
import { overview } from "./overview.ts";
import { requestScreen } from "./request.ts";
import { session } from "./session.ts";
import { sessions } from "./sessions.ts";
import { stats } from "./stats.ts";
import { upstreams } from "./upstreams.ts";
import { welcome } from "./welcome.ts";

/** Every view. */
const byView: Readonly<Record<ViewName, Screen>> = {
  overview,
  upstreams,
  sessions,
  stats,
  logs,
  config,
};

/** Every place that one can go into. */
const byPlace: Readonly<Record<"request" | "session", Screen>> = {
  request: requestScreen,
  session,
};

/** Every place there is, by what people call it. */
export const places: readonly { readonly name: string; readonly screen: Screen }[] = [
  ...views.map((view) => ({ name: `${view.charAt(0).toUpperCase()}${view.slice(1)}`, screen: byView[view] })),
  { name: "a request", screen: byPlace.request },
  { name: "a session", screen: byPlace.session },
];

/** What fills the terminal now. */
export const screenOf = ({ view, path, data }: State): Screen => {
  const place = path.at(-1);
  if (place === undefined && view === "overview" && isUnused(data)) return welcome;
  return place === undefined ? byView[view] : byPlace[place.kind];
};

/** The number of a view, as its key. */
export const numberOf = (view: ViewName): number => views.indexOf(view) + 1;
