import type { Family } from "./exposition.ts";
import type { PageFacts } from "./facts.ts";

/** Which upstreams are not asked just now. */
export const ofUpstreams = ({ upstreams }: Pick<PageFacts, "upstreams">): readonly Family[] => [
  {
    name: "proxy_cli_circuit_open",
    type: "gauge",
    help: "Whether nothing is sent to an upstream because it cannot be reached.",
    samples: upstreams.map(({ name, isOpen }) => ({ labels: { upstream: name }, value: isOpen ? 1 : 0 })),
  },
  {
    name: "proxy_cli_upstream_cooling",
    type: "gauge",
    help: "Keys, and models with a key, that are left alone because they are limited or overloaded.",
    samples: upstreams.flatMap(({ name, cooling }) =>
      (["key", "model"] as const).map((scope) => ({ labels: { upstream: name, scope }, value: cooling[scope] })),
    ),
  },
];
