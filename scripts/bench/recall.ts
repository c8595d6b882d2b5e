import { locomoLines as lines, locomoConversations } from "./compression/locomo.ts";

/** How much of what answers questions about long conversations is found again, with a part of their tokens. */
const conversations = locomoConversations(process.env);

if (conversations.length === 0) console.log("no conversations: set PROXY_DATA");
else {
  // Two halves: what holds for one of them alone is chance.
  const half = conversations.filter((_, at) => at % 2 === 0);
  const others = conversations.filter((_, at) => at % 2 === 1);
  for (const line of [...lines("all", conversations), ...lines("one half", half), ...lines("the other half", others)])
    console.log(line);
}
