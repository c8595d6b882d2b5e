import { join } from "node:path";
import { type Locomo, locomoConversations, locomoFigures } from "./compression/locomo.ts";

/** How much of what answers questions about long conversations is found again, with a part of their tokens. */
const data = process.env["PROXY_DATA"] ?? join(import.meta.dir, "../../../shared/data");
const conversations = locomoConversations(data);

const lines = (title: string, chosen: readonly Locomo[]): readonly string[] => [
  `${title} (${chosen.length} conversations)`,
  ...locomoFigures(chosen).map(
    ({ policy, questions, at10, at25 }) =>
      `  ${policy.padEnd(22)} ${questions} questions   10 % of tokens ${at10.toFixed(1).padStart(5)} %   25 % ${at25.toFixed(1).padStart(5)} %`,
  ),
];

if (conversations.length === 0) console.log(`no conversations in ${data}: set PROXY_DATA`);
else {
  // Two halves: what holds for one of them alone is chance.
  const half = conversations.filter((_, at) => at % 2 === 0);
  const others = conversations.filter((_, at) => at % 2 === 1);
  for (const line of [...lines("all", conversations), ...lines("one half", half), ...lines("the other half", others)])
    console.log(line);
}
