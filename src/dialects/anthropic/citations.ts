import type { Citation } from "../../core/chat.ts";
import { isObject, listIn, textOrNull } from "../../lib/json.ts";

/** The pages among the sources of a text block. They stand behind all of it; it has no words for their places. */
export const readCitations = (citations: unknown): readonly Citation[] =>
  listIn(citations)
    .filter(isObject)
    .flatMap(({ type, url, title }) =>
      type === "web_search_result_location" && typeof url === "string"
        ? [{ url, title: textOrNull(title), span: null, said: null }]
        : [],
    );
