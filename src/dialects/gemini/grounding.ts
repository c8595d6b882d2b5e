import type { ChatEvent } from "../../core/answer.ts";
import type { Block, Citation } from "../../core/chat.ts";
import { type Located, located } from "../../core/citation.ts";
import { isOwn } from "../../core/extras.ts";
import { isObject, type JsonObject, listIn, objectIn, textOrNull } from "../../lib/json.ts";

/** The pages that an answer goes by: each that stands behind a piece of it, or behind all of it where nothing says of which. */
export const readGrounding = (metadata: unknown): readonly Citation[] => {
  const { groundingChunks, groundingSupports } = objectIn(metadata);
  const pages = listIn(groundingChunks).map(pageOf);
  const supported = listIn(groundingSupports)
    .filter(isObject)
    .flatMap(({ segment, groundingChunkIndices }) => {
      const said = textOrNull(objectIn(segment)["text"]);
      return said === null ? [] : listIn(groundingChunkIndices).map((index) => ({ page: pages[Number(index)], said }));
    });
  const all = supported.length > 0 ? supported : pages.map((page) => ({ page, said: null }));
  return all.flatMap(({ page, said }) => (page == null ? [] : [{ ...page, span: null, said }]));
};

const pageOf = (chunk: unknown): Pick<Citation, "url" | "title"> | null => {
  const { uri, title } = objectIn(objectIn(chunk)["web"]);
  return typeof uri === "string" ? { url: uri, title: textOrNull(title) } : null;
};

/** Blocks with the sources of their texts, each at the first text that has its piece. */
export const grounded = (blocks: readonly Block[], metadata: unknown): readonly Block[] => {
  const citations = readGrounding(metadata);
  const texts = blocks.filter((block) => block.type === "text");
  const homeOf = ({ said }: Citation): Block | undefined =>
    texts.find(({ text }) => said !== null && text.includes(said)) ?? texts.at(-1);
  return blocks.map((block) => {
    const own = citations.filter((citation) => homeOf(citation) === block);
    return own.length === 0 ? block : { ...block, citations: own };
  });
};

/** A piece of an answer and the page behind it; it begins so many bytes into the answer. */
export type Support = { readonly citation: Located; readonly startByte: number };

/** Where the piece begins, behind these texts and in its own. */
export const supportOf = (citation: Citation, before: string, text: string): Support => {
  const found = located(citation, text);
  return { citation: found, startByte: Buffer.byteLength(before + text.slice(0, found.span.start)) };
};

/** What backs an answer, as Google says it; nothing where nothing does. */
export const writeGrounding = (supports: readonly Support[]): JsonObject => {
  if (supports.length === 0) return {};
  const urls = [...new Set(supports.map(({ citation }) => citation.url))];
  const titleOf = (url: string): string => supports.find(({ citation }) => citation.url === url)?.citation.title ?? url;
  const groundingSupports = supports.map(({ citation: { said, url }, startByte }) => ({
    segment: { startIndex: startByte, endIndex: startByte + Buffer.byteLength(said), text: said },
    groundingChunkIndices: [urls.indexOf(url)],
  }));
  const groundingChunks = urls.map((uri) => ({ web: { uri, title: titleOf(uri) } }));
  return { groundingMetadata: { groundingChunks, groundingSupports } };
};

/** Follows what another vendor's stream says, so that the pieces that have sources are found in it. */
export const groundingOf = () => {
  const answers = new Map<number, { text: string; start: number; readonly supports: Support[] }>();
  return {
    take: (event: ChatEvent): void => {
      if (!("block" in event) || isOwn("gemini", event)) return;
      const answer = answers.get(event.candidate) ?? { text: "", start: 0, supports: [] };
      answers.set(event.candidate, answer);
      const { text, start } = answer;
      if (event.type === "block-start") answer.start = text.length;
      else if (event.type === "text-delta") answer.text += event.text;
      else if (event.type === "citation")
        answer.supports.push(supportOf(event.citation, text.slice(0, start), text.slice(start)));
    },
    written: (candidate: number): JsonObject => writeGrounding(answers.get(candidate)?.supports ?? []),
  };
};
