import { type JsonObject, listIn, numberOrNull, objectIn, textOrNull } from "../../src/lib/json.ts";

/** A trace as HTTP Archive 1.2, which browsers and other tools read; what was not kept is left out, and said to be. */
export const harOf = (trace: JsonObject, version: string): object => {
  const { at, method, path, query, request, answer, outcome, remarks } = trace;
  const { durationMs, ttftMs } = objectIn(outcome);
  const [total, first] = [numberOrNull(durationMs) ?? 0, numberOrNull(ttftMs)];
  return {
    log: {
      ...{ version: "1.2", creator: { name: "proxy-cli", version } },
      entries: [
        {
          startedDateTime: at,
          time: total,
          request: {
            ...{ method, url: `http://127.0.0.1${textOrNull(path) ?? "/"}${textOrNull(query) ?? ""}` },
            ...{ httpVersion: "HTTP/1.1", cookies: [], headersSize: -1 },
            ...{ headers: headersOf(request), queryString: queryOf(textOrNull(query) ?? "") },
            bodySize: sizeOf(request),
            ...postData(request),
          },
          response: {
            ...{ status: numberOrNull(objectIn(answer)["status"]) ?? 0, statusText: "", httpVersion: "HTTP/1.1" },
            ...{ cookies: [], headers: headersOf(answer), redirectURL: "", headersSize: -1, bodySize: sizeOf(answer) },
            content: { ...contentOf(answer), mimeType: typeOf(answer) },
          },
          cache: {},
          timings: { send: 0, wait: first ?? total, receive: first === null ? 0 : Math.max(0, total - first) },
          comment: [textOrNull(trace["id"]), ...listIn(remarks).map((one) => textOrNull(objectIn(one)["text"]))]
            .filter((part) => part !== null)
            .join("; "),
        },
      ],
    },
  };
};

const headersOf = (side: unknown): readonly object[] =>
  Object.entries(objectIn(objectIn(side)["headers"])).map(([name, value]) => ({ name, value: String(value) }));

const queryOf = (query: string): readonly object[] =>
  [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }));

const bodyOf = (side: unknown): JsonObject => objectIn(objectIn(side)["body"]);

/** -1 is the format's word for what nobody knows. */
const sizeOf = (side: unknown): number => numberOrNull(bodyOf(side)["bytes"]) ?? -1;

const typeOf = (side: unknown): string =>
  textOrNull(objectIn(objectIn(side)["headers"])["content-type"]) ?? "application/octet-stream";

const postData = (side: unknown): object => {
  const text = textOrNull(bodyOf(side)["text"]);
  return text === null ? {} : { postData: { mimeType: typeOf(side), text, params: [] } };
};

const contentOf = (side: unknown): object => {
  const { bytes, text, why } = bodyOf(side);
  const comment = textOrNull(why) ?? (typeof text === "string" ? null : "no bodies were traced");
  return {
    size: numberOrNull(bytes) ?? 0,
    ...(typeof text === "string" ? { text } : {}),
    ...(comment === null ? {} : { comment }),
  };
};
