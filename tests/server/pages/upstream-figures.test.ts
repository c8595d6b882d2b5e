import { expect, test } from "bun:test";
import { prometheusText } from "../../../src/server/pages/prometheus.ts";
import { pageFacts } from "../../support/pages.ts";
import { samplesIn } from "../../support/prometheus.ts";

test("each upstream says whether its circuit is open, and how many of its keys and models are left alone", () => {
  const text = prometheusText(
    pageFacts({
      upstreams: [
        { name: "openai", isOpen: true, cooling: { key: 0, model: 0 } },
        { name: "cn", isOpen: false, cooling: { key: 1, model: 2 } },
      ],
    }),
    "prometheus",
  );

  const lines = text.split("\n").filter((line) => /^proxy_cli_(circuit_open|upstream_cooling)\{/.test(line));
  expect(lines).toEqual([
    'proxy_cli_circuit_open{upstream="openai"} 1',
    'proxy_cli_circuit_open{upstream="cn"} 0',
    'proxy_cli_upstream_cooling{upstream="openai",scope="key"} 0',
    'proxy_cli_upstream_cooling{upstream="openai",scope="model"} 0',
    'proxy_cli_upstream_cooling{upstream="cn",scope="key"} 1',
    'proxy_cli_upstream_cooling{upstream="cn",scope="model"} 2',
  ]);
  expect(samplesIn(text, "prometheus").length).toBeGreaterThan(lines.length);
});
