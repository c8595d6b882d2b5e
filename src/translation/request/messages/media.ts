import type { Block, Chat, MediaBlock, Message } from "../../../core/chat.ts";
import type { MediaTaken } from "../../../core/quirks.ts";
import type { Destination } from "../../../core/translation.ts";
import { lost, refused } from "../../loss.ts";
import type { Step } from "../step.ts";
import { eachBlock, said } from "./blocks.ts";
import { formed } from "./media-forms.ts";
import { type Taken, takenBy, takes } from "./taken.ts";

/**
 * Images, documents, sound as the destination takes them. What it cannot take is refused where the user has just sent it,
 * as the answer would be to something else; in what was said before, and in what tools gave, a line tells what stood
 * there, so that a conversation can go on.
 */
export const mediaTaken: Step = (chat, destination) => {
  const taken = takenBy(destination);
  const counts = { left: 0, unseen: 0, text: 0 };
  const fitted = (block: MediaBlock, isAsked: boolean, places: MediaTaken): Block => {
    const medium = formed(block, destination.provider, taken);
    if (medium.type === "text") counts.text++;
    if (medium.type !== "media") return medium;
    const isUnseen = medium.kind === "image" && destination.takesImages === false;
    if (!isUnseen && (takes(places, medium) || isHeld(medium)) && isReadable(medium, taken)) return medium;
    if (isAsked) throw isUnseen ? blind(destination) : notTaken(medium, destination);
    counts[isUnseen ? "unseen" : "left"]++;
    return said(`[${medium.kind}${medium.name === null ? "" : ` ${medium.name}`}: not shown to this model]`, block);
  };
  const newest = newestOf(chat);
  const isNewest = new Set(newest);
  const all = eachBlock(chat, (block, message) => {
    if (block.type === "media") return [fitted(block, isNewest.has(message), taken.media)];
    if (block.type !== "tool-result" || !block.blocks.some(({ type }) => type === "media")) return [block];
    return [
      { ...block, blocks: block.blocks.map((one) => (one.type === "media" ? fitted(one, false, taken.media) : one)) },
    ];
  });
  const losses = [
    ...lost("media.left", counts.left),
    ...lost("media.unseen", counts.unseen),
    ...lost("media.text", counts.text),
  ];
  return { chat: all, losses };
};

/** What the user has said since the model last spoke. */
const newestOf = ({ messages }: Chat): readonly Message[] =>
  messages.slice(messages.findLastIndex(({ role }) => role === "assistant") + 1).filter(({ role }) => role === "user");

/** Whether it is a file that this vendor keeps. */
const isHeld = ({ source, origin }: MediaBlock): boolean => source.type === "file" && origin === null;

/** Documents come in many types, of which most formats take few; addresses may lead to where another vendor alone may go. */
const isReadable = ({ kind, source }: MediaBlock, { documentTypes, addresses }: Taken): boolean => {
  if (source.type === "url") return addresses.test(source.url);
  return kind !== "document" || source.type !== "base64" || documentTypes.test(source.mediaType);
};

const blind = ({ upstream, model }: Destination): Error =>
  refused("media.blind", `The model ${model ?? ""} at ${upstream} takes no images.`, {
    hint: "Send requests with images elsewhere by a rule `routes: - when: { images: true } …`, or choose a model that sees.",
  });

const notTaken = ({ kind, source }: MediaBlock, { upstream }: Destination): Error =>
  refused("media.refused", `${upstream} takes no ${kind} ${wayOf[source.type]}.`, {
    hint: "Send it in another way, as an image or as text, or to an upstream that takes it.",
  });

const wayOf = {
  base64: "of this type",
  url: "by its address",
  file: "that another vendor keeps",
  text: "as text",
} as const;
