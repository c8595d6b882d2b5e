import type { Switched } from "../../../src/control/contract.ts";
import { counted, money, roughly, waited } from "../../output/units.ts";
import type { Check, State } from "../state.ts";
import { type Element, h, type View } from "../view/element.ts";
import { empty, sign } from "./figure.ts";

/** The switch that is thought about: what it would mean, by the same preflight as everywhere, then one button. */
export const switchDialog = ({ switching, data }: State): View => {
  if (switching === null) return null;
  const { to, check, isOnTheWay } = switching;
  const from = data.status?.upstream ?? "";
  const isForced = check.kind === "refused" && check.canForce;
  const isReady = check.kind === "possible" || isForced;
  return h(
    "div",
    { key: "switch", class: "over" },
    h(
      "section",
      { class: "card dialog", tabindex: "-1", role: "dialog", "aria-modal": "true", "aria-label": `Switch to ${to}` },
      h("h1", {}, `${from} → ${to}`),
      ...findings(check),
      h(
        "div",
        { class: "buttons" },
        h("button", { on: { click: { type: "closed" } } }, "Cancel"),
        h(
          "button",
          {
            ...{ class: isForced ? "danger" : "main", disabled: !isReady || isOnTheWay },
            on: { click: { type: "switch", to, force: isForced } },
          },
          isOnTheWay ? "Switching …" : isForced ? "Switch all the same" : "Switch",
        ),
      ),
    ),
  );
};

const findings = (check: Check): readonly View[] => {
  if (check.kind === "checking") return [empty("Checking …")];
  if (check.kind === "refused") return [h("ul", { class: "findings" }, finding("x", "error", check.problem))];
  const { would } = check;
  return [h("ul", { class: "findings" }, ...goodOf(would), ...badOf(would)), staying(would)];
};

const finding = (word: string, meaning: string, text: string): Element =>
  h("li", {}, sign(word, meaning), h("span", {}, text));

const goodOf = ({ latencyMs, formats, models }: Switched): readonly Element[] => {
  const translated = formats.filter(({ from, to }) => from !== to);
  return [
    ...(latencyMs === null ? [] : [finding("ok", "ok", `reachable, ${waited(latencyMs)}`)]),
    ...(formats.length === 0
      ? []
      : [
          finding(
            "ok",
            "ok",
            translated.length === 0
              ? "same wire format, no translation"
              : `translated: ${translated.map(({ from, to }) => `${from} → ${to}`).join(", ")}`,
          ),
        ]),
    ...models.map(({ from, to }) => finding("ok", "ok", `model map: ${from} → ${to}`)),
  ];
};

const badOf = ({ coldCache, warnings, losses }: Switched): readonly Element[] => {
  const cold =
    coldCache === null || coldCache.sessions === 0
      ? []
      : [
          `cold cache: ${counted(coldCache.sessions, "conversation")} paid anew, ${roughly(coldCache.tokens)} tokens, ${coldCache.costMicros === null ? "what that costs is not known" : `about ${money(coldCache.costMicros)} more`}`,
        ];
  const told = warnings.filter((warning) => coldCache === null || !warning.includes("prompt cache is cold"));
  return [...cold, ...losses, ...told].map((text) => finding("!", "warning", text));
};

const staying = ({ staying: count, from }: Switched): View =>
  count === 0
    ? null
    : h(
        "p",
        { class: "note" },
        `${counted(count, "stream")} ${count === 1 ? "stays" : "stay"} on ${from} until the end.`,
      );
