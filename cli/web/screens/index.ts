import type { ScreenName } from "../route.ts";
import type { State } from "../state.ts";
import type { View } from "../view/element.ts";
import { overview } from "./overview.ts";
import { requestList } from "./requests.ts";

/** A screen: its list, and what one of its items is when somebody goes into it. */
export type Screen = {
  readonly title: string;
  readonly list: (state: State) => readonly View[];
  readonly one?: (state: State, id: string) => readonly View[];
};

/** Every screen that there is. */
export const screenViews: Readonly<Partial<Record<ScreenName, Screen>>> = {
  overview: { title: "Overview", list: overview },
  requests: { title: "Requests", list: requestList },
};
