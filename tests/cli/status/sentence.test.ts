import { expect, test } from "bun:test";
import type { Watched } from "../../../cli/status/sentence.ts";
import { statusSentence } from "../../../cli/status/sentence.ts";

type Known = NonNullable<Watched>;
const upstream = (name: string, state: string, reason: string | null = null) => ({ name, state, reason });
const watched = (more: object, ...upstreams: readonly object[]): Watched => ({
  status: {
    url: "http://127.0.0.1:8080",
    upstream: "cn",
    generation: 1,
    ledger: { lost: 0 },
    warnings: [],
    ...more,
  } as unknown as Known["status"],
  upstreams: upstreams as unknown as Known["upstreams"],
});

test("how it is comes in sentences, and trouble has one of its own", () => {
  expect(statusSentence(null)).toBe("the proxy is not running.");
  expect(
    statusSentence(
      watched({}, upstream("cn", "ok"), upstream("openai", "unknown")),
      new Date(2026, 0, 1, 9, 5, 7).getTime(),
    ),
  ).toBe("At 09:05:07 the proxy runs at http://127.0.0.1:8080 with the upstream cn.");
  expect(
    statusSentence(
      watched(
        { generation: 14, ledger: { lost: 3 }, warnings: ["the disk is full."] },
        upstream("openai", "down", "upstream_refused"),
        upstream("cn", "limited"),
      ),
    ),
  ).toBe(
    "the proxy runs at http://127.0.0.1:8080 with the upstream cn. Its configuration is number 14 since the start. openai is down (connection refused). cn takes no requests for a while. 3 rows of the ledger were lost. Warning: the disk is full.",
  );
});
