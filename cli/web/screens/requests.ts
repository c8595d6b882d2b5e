import { listedRequests } from "../../dashboard/data/requests.ts";
import { readFilter } from "../../dashboard/filter/read.ts";
import { matching } from "../../dashboard/requests/shown.ts";
import { exactly } from "../../output/units.ts";
import { columnsFor, headRow, requestRow } from "../parts/rows.ts";
import { at } from "../route.ts";
import type { State } from "../state.ts";
import { type Element, h, type View } from "../view/element.ts";

/** How high a row is, in CSS pixels; the style sheet says the same. */
export const rowHeight = 34;

/** So many rows are drawn above and below those that are seen. */
const beyond = 8;

/** What a filter may say, for who has not seen one. */
const filterExample = "model:glm st:5xx up:zai* cost:>0.1 time:>10s session:s_19 !client:curl";

/** Every request that is known here; the filter stands in the address. */
export const requestList = (state: State): readonly View[] => {
  const filter = state.route.query["filter"] ?? "";
  const all = listedRequests(state.data);
  const { mistake } = readFilter(filter);
  const found = matching(all, filter, state.now);
  return [
    h(
      "section",
      { class: "card list" },
      filterBar(filter, mistake?.message ?? null),
      countOf(found.length, all.length, filter, mistake !== null),
      tableOf(state, found, filter),
    ),
  ];
};

const filterBar = (filter: string, mistake: string | null): Element =>
  h(
    "form",
    { class: "filterbar", role: "search", on: { submit: { type: "closed" } } },
    h("label", { for: "filter" }, "Filter"),
    h("input", {
      ...{ id: "filter", class: mistake === null ? "filter" : "filter wrong", type: "search", value: filter },
      ...{ placeholder: filterExample, autocomplete: "off", spellcheck: "false", "aria-describedby": "found" },
      on: { input: (text) => ({ type: "go", to: at("requests", null, { filter: text }), isSame: true }) },
    }),
    mistake === null ? null : h("p", { class: "mistake", role: "alert" }, mistake),
  );

const countOf = (found: number, all: number, filter: string, isWrong: boolean): Element =>
  h(
    "p",
    { id: "found", class: "note", "aria-live": "polite" },
    isWrong || filter === ""
      ? `${exactly(all)} requests, the newest first`
      : `${exactly(found)} of ${exactly(all)} match`,
    filter === ""
      ? null
      : h(
          "button",
          { type: "button", class: "quiet", on: { click: { type: "go", to: at("requests"), isSame: true } } },
          "clear",
        ),
  );

/** Only the rows that are seen are drawn; the room of the others is kept free. */
const tableOf = (state: State, found: ReturnType<typeof listedRequests>, filter: string): Element => {
  const { list, width, now } = state;
  const names = columnsFor(width);
  const first = Math.max(0, Math.floor(list.top / rowHeight) - beyond);
  const last = Math.min(found.length, Math.ceil((list.top + list.height) / rowHeight) + beyond);
  const query: Readonly<Record<string, string>> = filter === "" ? {} : { filter };
  return h(
    "div",
    { class: "table", role: "table", "aria-label": "Requests", "aria-rowcount": found.length },
    headRow(names),
    h(
      "div",
      { class: "scroll", tabindex: "-1", on: { scroll: (top, height) => ({ type: "scrolled", top, height }) } },
      h("div", { key: "above", class: "room", tall: first * rowHeight }),
      ...found.slice(first, last).map((request) => requestRow(request, names, now, query)),
      h("div", { key: "below", class: "room", tall: Math.max(0, found.length - last) * rowHeight }),
      found.length === 0
        ? h(
            "p",
            { key: "none", class: "hint" },
            filter === "" ? "No request yet. Try: proxy-cli run -- claude" : "Nothing matches this filter.",
          )
        : null,
    ),
  );
};
