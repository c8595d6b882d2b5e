/** The web page of the daemon, as people are told of it. */
export type WebView = {
  /** Opens it once, in one browser, until then (wall clock). */
  readonly link: string;
  readonly linkUntilAt: number;
  /** Where it is for a browser that has been let in. */
  readonly url: string;
  /** Browsers that are let in. */
  readonly visitors: number;
  /** Whether it has been there before this call. */
  readonly wasOn: boolean;
};

/** The calls about the web page. It is not there before somebody asks for it. */
export type WebDesk = {
  /** Has it served, and makes a new link; the link before is void. `port` = on a port of its own. Throws `port_taken`. */
  readonly openWeb: (ask: { readonly port: number | null }) => Promise<WebView>;
  /** Ends it, and every browser's way in. */
  readonly closeWeb: (ask: Readonly<Record<string, never>>) => Promise<{ readonly wasOn: boolean }>;
};
