import type { Decision } from "../core/routing.ts";

/** A decision in one line for the client: `rule=routes[2] long; upstream=cn; format=anthropic>openai-chat; model=a>b`. */
export const toldDecision = ({ rule, upstream, from, to, asked, model }: Decision): string => {
  const parts = [`rule=${rule}`, `upstream=${upstream}`];
  if (to !== null) parts.push(`format=${changed(from, to)}`);
  if (model !== null) parts.push(`model=${changed(asked, model)}`);
  return parts.map(printable).join("; ").slice(0, longest);
};

const changed = (before: string | null, after: string): string =>
  before === null || before === after ? after : `${before}>${after}`;

/** Names come from files and from clients: none may break the header, or say another part of it. */
const printable = (part: string): string => part.replaceAll(/[^ -:<-~]/g, "?");

/** A header takes no more than this. */
const longest = 500;
