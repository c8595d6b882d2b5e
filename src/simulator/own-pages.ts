import type { Books } from "./billing/bills.ts";
import { priceList } from "./billing/price-list.ts";
import type { RequestLog } from "./log.ts";

/** Below this path a vendor tells who tests with it what it saw and what it billed. */
export const ownPaths = "/_sim/";

type Records = { readonly log: RequestLog; readonly books: Books };

/** What was asked for (`requests`), what it cost (`bill`) and what things cost (`prices`). DELETE forgets. */
export const ownPage = (method: string, path: string, { log, books }: Records): Response => {
  switch (path.slice(ownPaths.length)) {
    case "requests":
      if (method === "GET") return Response.json({ requests: log.entries() });
      return method === "DELETE" ? forgotten(log.entries().length, log.clear) : onlyReadOrForgotten("log");
    case "bill":
      if (method === "GET") return Response.json(books.statement());
      return method === "DELETE"
        ? forgotten(books.statement().total.requests, books.clear)
        : onlyReadOrForgotten("bill");
    case "prices":
      return Response.json({ unit: "US dollars per million tokens", models: priceList });
    default:
      return Response.json({ error: "Known here: requests, bill, prices." }, { status: 404 });
  }
};

const forgotten = (cleared: number, clear: () => void): Response => {
  clear();
  return Response.json({ cleared });
};

const onlyReadOrForgotten = (what: string): Response =>
  Response.json({ error: `The ${what} knows GET and DELETE.` }, { status: 405 });
