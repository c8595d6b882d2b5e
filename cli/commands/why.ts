import type { Command } from "../command.ts";
import { foundRequest } from "../why/find.ts";
import { toldWhy } from "../why/told.ts";

export default {
  args: "[id]",
  summary: "why a request went where it went, and what became of it on the way",
  options: [],
  examples: [
    "proxy-cli why",
    "proxy-cli why last",
    "proxy-cli why r_0mi8w4z1a2b3c",
    "proxy-cli why --json | jq .decision",
  ],
  run: async (context, { args: [word] }) => {
    const { json, data, print, paint, now } = context;
    const { detail, isRunning } = await foundRequest(context, word ?? null);
    const { summary, running, url, rule, routed, attempts, costLines, cache, remarks } = detail;
    if (json)
      return data({
        running: isRunning,
        request: summary ?? running,
        url,
        rule,
        ...routed,
        attempts,
        costLines,
        cache,
        remarks,
      });
    for (const line of toldWhy(detail, { paint, now: now() })) print(line);
  },
} satisfies Command;
