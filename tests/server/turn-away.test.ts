import { expect, test } from "bun:test";
import { ProxyError } from "../../src/core/errors.ts";
import { dialects } from "../../src/dialects/index.ts";
import { placeOf } from "../../src/server/accept.ts";
import type { Refusal } from "../../src/server/admission.ts";
import { errorAnswer } from "../../src/server/fail.ts";
import { createTurnAway } from "../../src/server/turn-away.ts";

const crowded: Refusal = {
  error: new ProxyError("overloaded", "Too many.", { hint: "Later.", retryAfterMs: 1000 }),
  closesConnection: false,
};

/** A door that says this of each request, and what it has told. */
const doorWith = (refusal: () => Refusal | null) => {
  const told: [string, string][] = [];
  let serial = 0;
  const turnAway = createTurnAway({
    admission: { refusal },
    accounts: { refused: ({ code }, id) => void told.push([code, id]) },
    newId: () => `r_${serial++}`,
  });
  const ask = (path: string, method = "POST", headers: Record<string, string> = {}): Response | null => {
    const request = new Request(`http://127.0.0.1:1${path}`, { method, headers });
    return turnAway(request, placeOf(request.url), dialects);
  };
  return { ask, told };
};

const pathOf = {
  anthropic: "/v1/messages",
  "openai-chat": "/v1/chat/completions",
  "openai-responses": "/v1/responses",
  gemini: "/v1beta/models/m:generateContent",
} as const;

test("whom there is no room for is answered as any error of ours, in each format, with an id of its own", async () => {
  const { ask, told } = doorWith(() => crowded);

  for (const [name, path] of Object.entries(pathOf)) {
    const dialect = dialects.find((one) => one.name === name);
    if (dialect === undefined) throw new Error(`no ${name}`);
    for (const again of [0, 1]) {
      const id = `r_${told.length}`;
      const answer = ask(path);
      const usual = errorAnswer(crowded.error, dialect, id);

      expect(answer?.status, `${name} ${again}`).toBe(503);
      expect(Object.fromEntries(answer?.headers ?? [])).toEqual(Object.fromEntries(usual.headers));
      expect(await answer?.text()).toBe(await usual.text());
      expect(told.at(-1)).toEqual(["overloaded", id]);
    }
  }
});

test("where the path says nothing the headers say who reads the answer", async () => {
  const { ask } = doorWith(() => crowded);

  expect(await ask("/v1/models", "GET", { "anthropic-version": "2023-06-01" })?.json()).toMatchObject({
    ...{ type: "error", request_id: "r_0" },
  });
  expect(await ask("/v1/models", "GET")?.json()).not.toHaveProperty("request_id");
});

test("a connection is given back where there are too few of them, and kept where there are not", () => {
  let refusal = crowded;
  const { ask } = doorWith(() => refusal);

  expect(ask("/v1/messages")?.headers.has("connection")).toBe(false);
  refusal = { ...crowded, closesConnection: true };
  expect(ask("/v1/messages")?.headers.get("connection")).toBe("close");
});

test("nobody is turned away while there is room, and who asks how we are never", () => {
  let refusal: Refusal | null = null;
  const { ask, told } = doorWith(() => refusal);

  expect(ask("/v1/messages")).toBeNull();
  refusal = crowded;
  expect(ask("/health", "GET")).toBeNull();
  expect(told).toEqual([]);
});
