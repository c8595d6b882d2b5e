import type { RequestDetail, ShownEdit, ShownPart } from "../../../src/core/request-detail.ts";
import { type Turn, turnsOf } from "../../dashboard/request/conversation.ts";
import { difference } from "../../output/difference.ts";
import { bytes, counted, exactly, percent } from "../../output/units.ts";
import { type Element, h, type View } from "../view/element.ts";
import { empty } from "./figure.ts";

/** What was said: the latest turns open, the others folded. The browser folds them, so nothing of it is kept here. */
export const conversation = ({ conversation: said, whyNoConversation }: RequestDetail): readonly View[] => {
  if (said === null) return [empty(whyNoConversation ?? "There is none.")];
  const turns = turnsOf(said);
  return [
    ...turns.map((turn, at) => turnOf(turn, at >= turns.length - 2)),
    said.cut === 0 ? null : h("p", { class: "note" }, `${exactly(said.cut)} more characters are left out here`),
  ];
};

const turnOf = ({ who, parts, tone }: Turn, isOpen: boolean): Element =>
  h(
    "details",
    { class: "turn", open: isOpen },
    h(
      "summary",
      {},
      h("b", { class: tone }, who),
      h("span", { class: "gist" }, gist(who, parts)),
      h("span", { class: "note" }, bytes(parts.reduce((sum, part) => sum + part.bytes, 0))),
    ),
    ...parts.map(partOf),
  );

const gist = (who: string, parts: readonly ShownPart[]): string => {
  if (who === "tools") return counted(parts.length, "tool");
  const said = parts.find(({ kind, text }) => kind === "text" && text !== "");
  const calls = parts.filter(({ kind }) => kind === "tool-call").map(({ name }) => `[${name ?? "tool"}]`);
  return [...calls, said?.text.slice(0, 200).replaceAll(/\s+/g, " ") ?? ""].join(" ").trim();
};

const words: Readonly<Record<ShownPart["kind"], string>> = {
  ...{ text: "", thinking: "thinking", image: "image", document: "document" },
  ...{ "tool-call": "calls", "tool-result": "result", other: "" },
};

const partOf = ({ kind, name, text, isError }: ShownPart): Element => {
  const head = [isError === true ? "failed" : words[kind], name ?? ""].filter((word) => word !== "").join(" ");
  return h(
    "div",
    { class: `part-of ${kind} ${isError === true ? "error" : ""}` },
    head === "" ? null : h("p", { class: "kind" }, head),
    text === "" ? null : h("pre", {}, text),
  );
};

/** Each piece that went out other than it came, before and after. */
export const edits = ({ edits: all, summary }: RequestDetail): readonly View[] => {
  if (all.length === 0)
    return [
      empty(
        summary !== null && summary.memoryEdits > 0
          ? `${counted(summary.memoryEdits, "piece")} went out shorter; which, is not kept any more.`
          : "Every piece of the conversation went out as it came.",
      ),
    ];
  return all.map(editOf);
};

const editOf = ({ source, by, before, after, sent, went, isWhole }: ShownEdit): Element =>
  h(
    "details",
    { class: "turn", open: true },
    h(
      "summary",
      {},
      h("b", {}, source),
      h("span", { class: "gist" }, `by ${by.join(", ")}`),
      h(
        "span",
        { class: "note" },
        `${exactly(before)} → ${exactly(after)} tokens, -${percent(before === 0 ? 0 : (before - after) / before)}`,
      ),
    ),
    sent === null || went === null
      ? empty("Its text is not kept any more.")
      : h(
          "pre",
          { class: "difference" },
          ...difference(sent, went).map(({ is, text }) =>
            h(is === "gone" ? "del" : is === "new" ? "ins" : "span", {}, text),
          ),
        ),
    isWhole ? null : h("p", { class: "note" }, "These are their beginnings."),
  );
