import type { Decision } from "../core/routing.ts";

/** A decision in one line for the client: `rule=routes[2] long; upstream=cn; format=anthropic>openai-chat; model=a>b`. */
export const toldDecision = ({ rule, upstream, from, to, asked, model }: Decision): string => {
  const parts = [`rule=${rule}`, `upstream=${upstream}`];
  if (to !== null) parts.push(`format=${changed(from, to)}`);
  if (model !== null) parts.push(`model=${changed(asked, model)}`);
  return printable(parts.join("; "));
};

const changed = (before: string | null, after: string): string =>
  before === null || before === after ? after : `${before}>${after}`;

/** Names come from files and from clients; a header takes no more than this. */
const printable = (text: string): string => text.replaceAll(/[^ -~]/g, "?").slice(0, 500);
