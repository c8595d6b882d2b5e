import type { Tool } from "../../../core/chat.ts";
import type { DialectName } from "../../../core/dialect-name.ts";
import { isObject, listIn, objectIn } from "../../../lib/json.ts";
import { isMessages } from "../../formats.ts";
import { lost } from "../../loss.ts";
import { takesOf } from "../../takes.ts";
import type { Step } from "../step.ts";
import { knownTool } from "./known-tools.ts";

/** What of the tools another vendor runs has a counterpart; the rest is left out. */
export const fitHosted: Step = (chat, { dialect, provider, model }) => {
  const foreign = chat.tools.filter((tool) => isForeign(tool, dialect));
  if (foreign.length === 0) return { chat, losses: [] };
  const takes = takesOf(provider, dialect, model ?? chat.model);
  const isAlone = !chat.tools.some(({ hosted, schema, isPlain }) => hosted === null && (schema !== null || isPlain));
  const searches = takes.webSearch && (takes.mixedTools || isAlone);
  const counts = { search: 0, limits: 0, noSearch: 0, known: 0, dropped: 0 };
  const tools = chat.tools.flatMap((tool): readonly Tool[] => {
    if (!isForeign(tool, dialect)) return [tool];
    const known = knownTool(tool);
    const search = isSearch(tool) && searches ? searchTool(tool, dialect) : null;
    if (known !== null) counts.known++;
    else if (search !== null) counts.search++;
    else if (isSearch(tool)) counts.noSearch++;
    else counts.dropped++;
    if (search !== null && hasLimits(tool, dialect)) counts.limits++;
    return [known, search].filter((one) => one !== null);
  });
  const losses = [
    ...lost("tools.client-run", counts.known),
    ...lost("tools.web-search", counts.search),
    ...lost("tools.web-search-limits", counts.limits),
    ...lost("tools.web-search-gone", counts.noSearch),
    ...lost("tools.hosted", counts.dropped),
  ];
  return { chat: { ...chat, tools }, losses };
};

/** A tool that the vendor of another format runs, or that only its models know. */
const isForeign = ({ hosted, extras, schema, origin }: Tool, dialect: DialectName): boolean =>
  origin !== null &&
  origin.dialect !== dialect &&
  (hosted !== null || (isMessages(origin.dialect) && schema === null && typeof extras["type"] === "string"));

const isSearch = ({ hosted }: Tool): boolean => hosted !== null && /^(web_search|google_?search)/i.test(hosted);

/** The other vendor's own search, within the same domains and for the same place. */
const searchTool = (tool: Tool, dialect: DialectName): Tool | null => {
  const bare = { description: null, schema: null, isPlain: false, isStrict: null, origin: null };
  const domains = listIn(tool.extras["allowed_domains"] ?? objectIn(tool.extras["filters"])["allowed_domains"]);
  const place = isObject(tool.extras["user_location"]) ? { user_location: tool.extras["user_location"] } : {};
  if (isMessages(dialect)) {
    const within = domains.length === 0 ? {} : { allowed_domains: domains };
    return { ...bare, name: "web_search", hosted: "web_search_20250305", extras: { ...within, ...place } };
  }
  if (dialect === "openai-responses") {
    const filters = domains.length === 0 ? {} : { filters: { allowed_domains: domains } };
    return { ...bare, name: "web_search", hosted: "web_search", extras: { ...filters, ...place } };
  }
  return dialect === "gemini" ? { ...bare, name: "googleSearch", hosted: "googleSearch", extras: {} } : null;
};

/** Whether a search has limits that the other one has not. */
const hasLimits = ({ extras }: Tool, dialect: DialectName): boolean => {
  const has = (name: string): boolean => extras[name] !== undefined && extras[name] !== null;
  const isBound = has("allowed_domains") || has("filters") || has("user_location");
  return has("max_uses") || has("blocked_domains") || has("search_context_size") || (isBound && dialect === "gemini");
};
