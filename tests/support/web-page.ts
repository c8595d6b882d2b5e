import type { Client } from "../../src/control/client.ts";

type Headers = Readonly<Record<string, string>>;

/** A browser as far as the door of the web page sees one: it says who asks, and shows what it was given. */
export type Browser = {
  /** What the page itself asks; `more` takes the place of what a browser would say. */
  readonly call: (path: string, init?: RequestInit, more?: Headers) => Promise<Response>;
  /** What a person opens. */
  readonly open: (path: string, more?: Headers) => Promise<Response>;
  /** One call of the contract, as the page makes it. */
  readonly ask: <Answer>(name: string, ask?: unknown) => Promise<Answer>;
  readonly cookie: string;
  readonly key: string;
  readonly origin: string;
};

/** Shows this code at the door, as the page that the link leads to does. */
export const enter = (origin: string, code: string, more: Headers = {}): Promise<Response> =>
  fetch(`${origin}/_ui/login`, {
    method: "POST",
    headers: { "content-type": "application/json", origin, "sec-fetch-site": "same-origin", ...more },
    body: JSON.stringify({ code }),
  });

/** The code in a link. */
export const codeIn = (link: string): string => new URL(link).hash.slice(1);

/** Has the daemon serve its page, and lets a browser in by the link. */
export const browserOf = async (control: Pick<Client, "openWeb">, port: number | null = null): Promise<Browser> => {
  const { link } = await control.openWeb({ port });
  const { origin } = new URL(link);
  const entered = await enter(origin, codeIn(link));
  const { key } = (await entered.json()) as { readonly key: string };
  const cookie = (entered.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const call: Browser["call"] = (path, init = {}, more = {}) =>
    fetch(`${origin}${path}`, {
      redirect: "manual",
      ...init,
      headers: { cookie, "x-proxy-ui": key, "sec-fetch-site": "same-origin", ...more },
    });
  return {
    ...{ call, cookie, key, origin },
    open: (path, more = {}) =>
      fetch(`${origin}${path}`, {
        redirect: "manual",
        headers: {
          cookie,
          "sec-fetch-site": "none",
          "sec-fetch-mode": "navigate",
          "sec-fetch-dest": "document",
          ...more,
        },
      }),
    ask: async (name, ask = {}) => {
      const answer = await call(`/_ui/api/${name}?ask=${encodeURIComponent(JSON.stringify(ask))}`);
      if (!answer.ok) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as never; // as the contract has it
    },
  };
};
