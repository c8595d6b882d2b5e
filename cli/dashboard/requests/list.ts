import { listedRequests } from "../data/requests.ts";
import { textsOf } from "../filter/test.ts";
import { firstView } from "../request/view-state.ts";
import type { List } from "../screen.ts";
import type { State } from "../state.ts";
import { to } from "../step.ts";
import { shownRequests } from "./shown.ts";

/** The list of requests as the keys go through it; how many are seen at once is the screen's to say. */
export const requestList = (page: (state: State) => number): List => ({
  name: "requests",
  items: (state, now) => shownRequests(state, now).map(({ id }) => id),
  textOf: (id, { data }) => {
    const request = listedRequests(data).find((one) => one.id === id);
    return request === undefined ? "" : textsOf(request).join(" ");
  },
  page,
  open: (id) => (state) => to({ ...state, path: [...state.path, { kind: "request", id }], requestView: firstView }),
});
