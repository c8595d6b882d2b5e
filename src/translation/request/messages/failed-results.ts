import type { Block } from "../../../core/chat.ts";
import { lost } from "../../loss.ts";
import type { Step } from "../step.ts";
import { eachBlock, said } from "./blocks.ts";
import { takenBy } from "./taken.ts";

/** Says in words that a tool has failed, where results have no field for it. */
export const failuresInWords: Step = (chat, destination) => {
  if (takenBy(destination).errorFlag) return { chat, losses: [] };
  let told = 0;
  const kept = eachBlock(chat, (block) => {
    if (block.type !== "tool-result" || !block.isError) return [block];
    told++;
    return [{ ...block, isError: false, blocks: withWord(block.blocks, block) }];
  });
  return { chat: kept, losses: lost("results.error", told) };
};

const withWord = (blocks: readonly Block[], result: Block): readonly Block[] => {
  const [first, ...rest] = blocks;
  if (first?.type === "text") return [said(`Error: ${first.text}`, first), ...rest];
  return [said("Error:", { origin: result.origin }), ...blocks];
};
