import { besides, type Rect, stacked } from "../frame/rect.ts";

/** Where what is on the Overview; what has no room is not there. */
export type Places = {
  readonly traffic?: Rect;
  readonly upstreams?: Rect;
  readonly now?: Rect;
  readonly figures?: readonly [latency: Rect, tokens: Rect, money: Rect];
  readonly charts?: readonly Rect[];
  readonly requests: Rect;
  readonly selected?: Rect;
  readonly alerts?: Rect;
};

/** How much room there is: `wide` has everything, `standard` shares its borders, `narrow` has none. */
export type Form = "wide" | "standard" | "narrow";

/** What stands above and below the area of a screen. */
const edgeRows = 3;

/** The form for an area of this size. */
export const formOf = ({ columns, rows }: Pick<Rect, "columns" | "rows">): Form => {
  if (columns >= 120 && rows + edgeRows >= 30) return "wide";
  return columns >= 60 && rows + edgeRows >= 16 ? "standard" : "narrow";
};

/** The places in this area. Where there are alerts, a narrow one gives them a line. */
export const placesIn = (area: Rect, hasAlerts: boolean): Places => {
  const form = formOf(area);
  if (form === "wide") return area.columns >= 180 && area.rows >= 50 ? huge(area) : wide(area);
  return form === "standard" ? standard(area) : narrow(area, hasAlerts);
};

const narrow = (area: Rect, hasAlerts: boolean): Places => {
  const [now = area, requests = area, alerts = area] = stacked(area, [2, { share: 1 }, hasAlerts ? 1 : 0]);
  return { now, requests, ...(hasAlerts ? { alerts } : {}) };
};

/** Panels that lie on each other's borders. */
const joined = -1;

const standard = (area: Rect): Places => {
  const height = area.rows + edgeRows;
  if (height < 24) {
    const [now = area, requests = area, alerts = area] = stacked(area, [5, { share: 1 }, 3], joined);
    return { now, requests, alerts };
  }
  const more = Math.floor((height - 24) / 6);
  const extents = [Math.min(10, 6 + more), 5, { share: 1 }, Math.min(8, 3 + more)];
  const [traffic = area, now = area, requests = area, alerts = area] = stacked(area, extents, joined);
  return { traffic, now, requests, alerts };
};

/** Cells between two panels that are beside each other. */
const gap = 1;

const wide = (area: Rect): Places => {
  const isTall = area.rows + edgeRows >= 36;
  const extents = isTall ? [9, 8, { share: 1 }, 5, 5] : [8, 6, { share: 1 }, 0, 4];
  const [top = area, middle = area, requests = area, selected = area, alerts = area] = stacked(area, extents);
  return { ...upper(top, middle), requests, alerts, ...(isTall ? { selected } : {}) };
};

const huge = (area: Rect): Places => {
  const [top = area, middle = area, row = area, below = area] = stacked(area, [10, 6, 9, { share: 1 }]);
  const [requests = area, side = area] = besides(below, [{ share: 1 }, 72], gap);
  const [selected = area, alerts = area] = stacked(side, [{ share: 3 }, { share: 2 }]);
  const charts = besides(row, [{ share: 1 }, { share: 1 }, { share: 1 }, { share: 1 }], gap);
  return { ...upper(top, middle), charts, requests, selected, alerts };
};

const upper = (top: Rect, middle: Rect): Pick<Places, "traffic" | "upstreams" | "figures"> => {
  const [latency = middle, tokens = middle, money = middle] = besides(
    middle,
    [{ share: 1 }, { share: 1 }, { share: 1 }],
    gap,
  );
  const [traffic = top, upstreams = top] = besides(top, [{ share: 1 }, top.columns >= 180 ? 66 : 50], gap);
  return { traffic, upstreams, figures: [latency, tokens, money] };
};
