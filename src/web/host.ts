import type { WebDesk, WebView } from "../core/web-view.ts";
import type { Clock } from "../lib/clock.ts";
import { createDoor, type Door } from "./door.ts";
import type { Site, SiteOptions } from "./site.ts";
import type { Visit } from "./visit.ts";

/** What the page answers with. */
type Knowledge = Pick<SiteOptions, "handlers" | "snapshot" | "listen" | "onRefused"> & {
  /** Where the data port is. */
  readonly url: () => string;
  /** For the audit log. */
  readonly note: (action: "web-opened" | "web-closed") => void;
};

/** The web page of a daemon: not there, and nothing of it loaded, before somebody asks for it over the control socket. */
export type WebHost = {
  readonly desk: WebDesk;
  /** Answers a visit of the data port; null for every other path, and where the page is not there or has a port of its own. */
  readonly answer: (visit: Visit) => Promise<Response> | null;
  /** Keeps what a vendor answers to a browser apart from the page, whose origin it has: it runs no script, and owns nothing. */
  readonly apart: (request: Request, answer: Response) => void;
  /** Said once, before anybody can ask. */
  readonly learn: (knowledge: Knowledge) => void;
  readonly close: () => void;
};

/** The page while it is served. */
type Open = {
  readonly door: Door;
  readonly site: Site;
  readonly closed: AbortController;
  /** Its own listener; null = the data port. */
  readonly own: { readonly port: number; readonly stop: () => void } | null;
};

/** A host that serves nothing yet. */
export const createWebHost = (clock: Clock): WebHost => {
  let open: Open | null = null;
  let known: Knowledge | null = null;
  const close = (): boolean => {
    const wasOn = open !== null;
    open?.closed.abort();
    open?.door.close();
    open?.own?.stop();
    open = null;
    return wasOn;
  };
  const openWeb = async ({ port }: { readonly port: number | null }): Promise<WebView> => {
    if (known === null) throw new Error("The page has nothing to answer with yet.");
    const wasOn = open !== null;
    if (open === null || (port !== null && open.own?.port !== port)) {
      const next = await opened(port, clock, known);
      close();
      open = next;
      known.note("web-opened");
    }
    const { door, own } = open;
    const { code, untilAt } = door.invite();
    const origin = own === null ? known.url() : `http://127.0.0.1:${own.port}`;
    return {
      link: `${origin}/_ui/login#${code}`,
      linkUntilAt: untilAt,
      url: `${origin}/_ui/`,
      ...{ visitors: door.visitors(), wasOn },
    };
  };
  const closeWeb = async (): Promise<{ readonly wasOn: boolean }> => {
    const wasOn = close();
    if (wasOn) known?.note("web-closed");
    return { wasOn };
  };
  return {
    desk: { openWeb, closeWeb },
    answer: (visit) => (open === null || open.own !== null || !isOfPage(visit.place.path) ? null : open.site(visit)),
    apart: ({ headers }, answer) => {
      if (open === null || open.own !== null || !headers.has("sec-fetch-dest")) return;
      answer.headers.set("content-security-policy", "sandbox; default-src 'none'");
    },
    learn: (knowledge) => {
      known = knowledge;
    },
    close: () => void close(),
  };
};

const isOfPage = (path: string): boolean => path === "/_ui" || path.startsWith("/_ui/");

/** Everything behind the door is loaded here, and only here. */
const opened = async (port: number | null, { now, tick }: Clock, known: Knowledge): Promise<Open> => {
  const [{ createSite }, { bundleOf }, { listenAlone }] = await Promise.all([
    import("./site.ts"),
    import("./bundle.ts"),
    import("./listener.ts"),
  ]);
  const [door, closed] = [createDoor({ now, tick }), new AbortController()];
  const assets = await bundleOf();
  const site = createSite({ ...known, door, assets, closed: closed.signal });
  return { door, site, closed, own: port === null ? null : listenAlone(port, site) };
};
