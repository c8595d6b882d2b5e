/** The screens in the order of the navigation. */
export const screens = ["overview", "requests", "sessions", "upstreams", "cost", "config"] as const;

/** One of them. */
export type ScreenName = (typeof screens)[number];

/** Where one is: all of it stands in the address, so that it can be kept, shared and gone back to. */
export type Route = {
  readonly screen: ScreenName;
  /** The request, the session or the upstream that is looked at; null = the list. */
  readonly id: string | null;
  /** What else is chosen there: the filter, the tab, the period. */
  readonly query: Readonly<Record<string, string>>;
};

/** The first screen. */
export const home: Route = { screen: "overview", id: null, query: {} };

/** Reads an address behind its `#`; what is none of ours is the first screen. */
export const routeOf = (hash: string): Route => {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split("?");
  const [name = "", id = ""] = path.split("/");
  const screen = screens.find((one) => one === name);
  if (screen === undefined) return home;
  return {
    screen,
    id: id === "" ? null : decoded(id),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
};

/** The address of a place; what is empty in it is left out. */
export const addressOf = ({ screen, id, query }: Route): string => {
  const chosen = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== "")).toString();
  return `#/${screen}${id === null ? "" : `/${encodeURIComponent(id)}`}${chosen === "" ? "" : `?${chosen}`}`;
};

/** A place by its parts. */
export const at = (screen: ScreenName, id: string | null = null, query: Route["query"] = {}): Route => ({
  ...{ screen, id, query },
});

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
