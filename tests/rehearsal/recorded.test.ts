import { expect, test } from "bun:test";
import { recordedIn } from "../../src/rehearsal/recorded.ts";
import type { KeptExchange } from "../../src/state/kept/index.ts";

const id = "r_abcdef12345";
const text = '{"model":"claude-x"}';
const bytes = new TextEncoder().encode(text);

const kept = (more: Partial<KeptExchange> = {}): KeptExchange =>
  ({
    ...{ method: "POST", path: "/v1/messages", query: "?beta=true", headers: new Headers({ "user-agent": "tool/1" }) },
    ...{ dialect: { name: "anthropic" }, bodyKind: "held", body: bytes, notes: { session: { id: "s_1" } } },
    ...more,
  }) as KeptExchange; // nothing else is looked at

const trace = (body: unknown, more: object = {}) => ({
  ...{ method: "POST", path: "/v1/messages", query: "", client: "tool", dialect: "anthropic", session: "s_2" },
  request: { headers: { accept: "*/*" }, body },
  ...more,
});
const whole = { bytes: 20, text, isCut: false, why: null };

const read = (body: unknown) => new TextDecoder().decode(body as Uint8Array);

test("a request is taken out of memory while it is there, whole", () => {
  const recorded = recordedIn(id, { kept: kept(), trace: trace(whole) });

  expect(recorded).toMatchObject({ source: "memory", path: "/v1/messages", query: "?beta=true", session: "s_1" });
  expect(read(recorded.body)).toBe(text);
  expect(recorded.remarks).toEqual([]);
});

test("else out of its trace, which has harmless headers alone and says so", () => {
  const recorded = recordedIn(id, { kept: kept({ body: null }), trace: trace(whole) });

  expect(recorded).toMatchObject({ source: "trace", session: "s_2" });
  expect(recorded.headers.get("user-agent")).toBe("tool");
  expect(recorded.remarks).toEqual(["A trace has only harmless headers: what else the client sent there had no say."]);
  expect(
    recordedIn(id, { kept: null, trace: trace(whole, { request: { headers: null, body: whole } }) }).remarks,
  ).toEqual(["A trace has no headers: what else the client sent there had no say."]);
});

test("a body that was packed is packed again: it cannot be changed on the way, and that has a say", () => {
  const request = { headers: { "content-encoding": "zstd" }, body: whole };

  const { headers, body } = recordedIn(id, { kept: null, trace: trace(null, { request }) });

  expect(headers.get("content-encoding")).toBe("gzip");
  expect(new TextDecoder().decode(Bun.gunzipSync(body as Uint8Array<ArrayBuffer>))).toBe(text);
});

test("a body that was too large to be looked at is so again", () => {
  expect(recordedIn(id, { kept: kept({ bodyKind: "streamed", body: null }), trace: null }).body).toBe("streamed");
  expect(recordedIn(id, { kept: null, trace: trace({ ...whole, text: null, why: "too large to be held" }) }).body).toBe(
    "streamed",
  );
});

test("what is no chat needs no body", () => {
  const path = { path: "/v1/files", dialect: null };

  expect(recordedIn(id, { kept: kept({ ...path, body: null }), trace: null })).toMatchObject({
    source: "memory",
    body: null,
  });
  expect(recordedIn(id, { kept: null, trace: trace(null, path) }).body).toBeNull();
});

test.each([
  ["nothing of it is there", null, "not in memory any more", "trace.enabled true"],
  ["its trace has no bodies", trace(null), "its trace has no body", "trace.bodies true"],
  ["its body was no text", trace({ ...whole, text: null, why: "not a text" }), "(not a text)", "trace.bodies true"],
  ["its trace was cut", trace({ ...whole, isCut: true }), "only the beginning", "trace.max_body_bytes"],
])("where %s, it is said with what to switch on", (_, found, why, hint) => {
  const thrown = (): unknown => recordedIn(id, { kept: null, trace: found });

  expect(thrown).toThrow(why);
  expect(thrown).toThrow(expect.objectContaining({ code: "input_missing", hint: expect.stringContaining(hint) }));
});
