import type { ScreenName } from "../route.ts";
import type { State } from "../state.ts";
import type { View } from "../view/element.ts";
import { configScreen } from "./config.ts";
import { costScreen } from "./cost.ts";
import { overview } from "./overview.ts";
import { requestScreen } from "./request.ts";
import { requestList } from "./requests.ts";
import { sessionList, sessionScreen } from "./sessions.ts";
import { upstreamList } from "./upstreams.ts";

/** A screen: its list, and what one of its items is when somebody goes into it. */
export type Screen = {
  readonly title: string;
  readonly list: (state: State) => readonly View[];
  readonly one?: (state: State, id: string) => readonly View[];
};

/** Every screen that there is. */
export const screenViews: Readonly<Record<ScreenName, Screen>> = {
  overview: { title: "Overview", list: overview },
  requests: { title: "Requests", list: requestList, one: requestScreen },
  sessions: { title: "Sessions", list: sessionList, one: sessionScreen },
  upstreams: { title: "Upstreams", list: upstreamList },
  cost: { title: "Cost", list: costScreen },
  config: { title: "Config", list: configScreen },
};
