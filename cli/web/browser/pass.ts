import { page } from "./dom.ts";

/** The half of the pass that the page keeps: storage belongs to one port, cookies do not. */
const name = "proxy-cli-ui";

/** Keeps it for every tab of this browser. */
export const keep = (key: string): void => page.localStorage.setItem(name, key);

/** What was kept; empty where nothing was. */
export const kept = (): string => page.localStorage.getItem(name) ?? "";

/** Forgets it. */
export const forget = (): void => page.localStorage.removeItem(name);
