import type { Answer, Candidate, ChatEvent, Stop } from "../../core/answer.ts";
import type { Block, Citation } from "../../core/chat.ts";
import { citing } from "../../core/citation.ts";
import { completed } from "../../core/reported.ts";
import { isPlain } from "../../core/tool-input.ts";
import type { Usage } from "../../core/usage.ts";

/** The events of an answer, in order, put together to a whole one. */
export const assembled = (events: readonly ChatEvent[]): Answer => {
  let head: Omit<Answer, "candidates" | "usage"> = { id: null, model: null, extras: {}, origin: null };
  let usage: Usage | null = null;
  const candidates = new Map<number, Pieces>();
  const at = (index: number): Pieces => {
    const known = candidates.get(index) ?? { blocks: new Map(), stop: null };
    candidates.set(index, known);
    return known;
  };
  for (const event of events) {
    if (event.type === "start") head = headOf(event);
    else if (event.type === "usage") usage = completed(usage, event.usage);
    else if (event.type === "stop") at(event.candidate).stop = event.stop;
    else if ("block" in event) take(event, at(event.candidate).blocks);
  }
  const sorted = [...candidates].sort(([one], [other]) => one - other);
  return { ...head, usage, candidates: sorted.map(([index, pieces]) => candidateOf(index, pieces, head)) };
};

/** What has come of one candidate: its blocks, each with what was said in it. */
type Pieces = { readonly blocks: Map<number, Said>; stop: Stop | null };
type Said = { readonly content: Block; readonly texts: string[]; readonly citations: Citation[]; seal: string | null };
type Start = ChatEvent & { readonly type: "start" };

const headOf = ({ type: _type, ...head }: Start): Omit<Answer, "candidates" | "usage"> => head;

const take = (event: Extract<ChatEvent, { readonly block: number }>, blocks: Map<number, Said>): void => {
  if (event.type === "block-start")
    blocks.set(event.block, { content: event.content, texts: [], citations: [], seal: null });
  const said = blocks.get(event.block);
  if (said === undefined) return;
  if (event.type === "signature") said.seal = event.signature;
  else if (event.type === "citation") said.citations.push(event.citation);
  else if ("text" in event) said.texts.push(event.text);
};

const candidateOf = (index: number, { blocks, stop }: Pieces, { origin }: Pick<Answer, "origin">): Candidate => ({
  ...{ index, stop, extras: {}, origin },
  blocks: [...blocks].sort(([one], [other]) => one - other).map(([, said]) => blockOf(said)),
});

const blockOf = ({ content, texts, citations, seal }: Said): Block => {
  const text = texts.join("");
  switch (content.type) {
    case "tool-call":
      return { ...content, input: isPlain(content.input) ? { text, isPlain: true } : { text } };
    case "thinking":
      return { ...content, text: content.text + text, signature: seal ?? content.signature };
    case "text":
      return { ...content, text: content.text + text, ...citing(citations) };
    case "refusal":
      return { ...content, text: content.text + text };
    default:
      return content;
  }
};
