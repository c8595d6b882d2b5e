import { expect, test } from "bun:test";
import { harOf } from "../../../cli/trace/har.ts";

test("a trace as an archive has what was sent and answered, with their times", () => {
  const trace = {
    ...{ id: "r_1", at: "2026-11-22T07:29:15.918Z", method: "POST", path: "/v1/messages", query: "?beta=true" },
    request: { headers: { "content-type": "application/json" }, body: { bytes: 2, text: "{}" } },
    answer: { status: 200, headers: { "content-type": "text/event-stream" }, body: { bytes: 9, text: "data: 1\n\n" } },
    outcome: { durationMs: 20, ttftMs: 5 },
  };

  expect(harOf(trace, "1")).toMatchObject({
    log: {
      version: "1.2",
      entries: [
        {
          ...{ time: 20, timings: { wait: 5, receive: 15 } },
          request: {
            url: expect.stringContaining("/v1/messages?beta=true"),
            postData: { text: "{}" },
            queryString: [{ name: "beta", value: "true" }],
          },
          response: { status: 200, content: { size: 9, text: "data: 1\n\n", mimeType: "text/event-stream" } },
        },
      ],
    },
  });
});

test("what was not traced is not made up: no body is no text, and a size that nobody knows is -1", () => {
  const har = harOf({ request: { headers: null, body: null }, answer: null, outcome: { code: "SC" } }, "1");

  expect(har).toMatchObject({
    log: {
      entries: [{ request: { bodySize: -1 }, response: { status: 0, content: { comment: "no bodies were traced" } } }],
    },
  });
  expect(JSON.stringify(har)).not.toContain("postData");
});
