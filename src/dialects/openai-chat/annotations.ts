import type { Block, Citation } from "../../core/chat.ts";
import { type Located, located } from "../../core/citation.ts";
import { isObject, type JsonObject, listIn, numberOrNull, objectIn, textOrNull } from "../../lib/json.ts";
import { present } from "../../lib/json-rest.ts";

/** The pages among the annotations of a text: chats have their fields in an object of its own, responses beside the type. */
export const readAnnotations = (annotations: unknown): readonly Citation[] =>
  listIn(annotations)
    .filter(isObject)
    .flatMap((annotation) => {
      if (annotation["type"] !== "url_citation") return [];
      const fields = isObject(annotation["url_citation"]) ? objectIn(annotation["url_citation"]) : annotation;
      const url = textOrNull(fields["url"]);
      const [start, end] = [numberOrNull(fields["start_index"]), numberOrNull(fields["end_index"])];
      const span = start === null || end === null ? null : { start, end };
      return url === null ? [] : [{ url, title: textOrNull(fields["title"]), span, said: null }];
    });

/** The fields of one; `before` = how long the texts are that come before its own. */
export const annotationFields = ({ url, title, span }: Located, before: number): JsonObject =>
  present({ start_index: before + span.start, end_index: before + span.end, url, title: title ?? url });

/** One of a chat's message. */
export const writeAnnotation = (citation: Located, before: number): JsonObject => ({
  type: "url_citation",
  url_citation: annotationFields(citation, before),
});

/** Those of a message whose texts come to one; null = there are none. */
export const annotationsOf = (blocks: readonly Block[]): readonly JsonObject[] | null => {
  const annotations: JsonObject[] = [];
  let before = 0;
  for (const block of blocks) {
    if (block.type !== "text") continue;
    for (const one of block.citations ?? []) annotations.push(writeAnnotation(located(one, block.text), before));
    before += block.text.length;
  }
  return annotations.length === 0 ? null : annotations;
};

/** The blocks of a message with what it says of their sources; its places are those of its one text. */
export const annotated = (blocks: readonly Block[], annotations: unknown): readonly Block[] => {
  const citations = readAnnotations(annotations);
  const at = blocks.findIndex(({ type }) => type === "text");
  return citations.length === 0
    ? blocks
    : blocks.map((block, index) => (index === at ? { ...block, citations } : block));
};
