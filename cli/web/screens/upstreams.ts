import type { UpstreamView } from "../../../src/control/contract.ts";
import { upstreamsIn } from "../../dashboard/data/upstreams.ts";
import { exactly, waited } from "../../output/units.ts";
import {
  circuitWords,
  coolingWords,
  keyWords,
  reasonWords,
  standingMeaning,
  standingWords,
} from "../../upstreams/standing.ts";
import { facts } from "../parts/facts.ts";
import { card, empty, sign } from "../parts/figure.ts";
import type { State } from "../state.ts";
import { type Element, h, type View } from "../view/element.ts";

/** Where requests can go, how it is there, and the way to send new ones elsewhere. */
export const upstreamList = (state: State): readonly View[] => {
  const all = upstreamsIn(state.data);
  if (all.length === 0) return [card("Upstreams", null, empty("Asking the proxy …"))];
  const current = all.filter(({ isCurrent }) => isCurrent);
  return [
    state.data.status?.upstream === "auto"
      ? h("p", { class: "note" }, "New requests go each to the vendor it speaks to (auto).")
      : h("p", { class: "note" }, "Running answers end where they began; new requests go to the current upstream."),
    h(
      "div",
      { class: "cards" },
      ...[...current, ...all.filter(({ isCurrent }) => !isCurrent)].map((one) => upstreamCard(one, state)),
    ),
  ];
};

const upstreamCard = (upstream: UpstreamView, { now }: State): Element => {
  const { name, isCurrent } = upstream;
  const circuit = circuitWords(upstream, now);
  return h(
    "section",
    { key: name, class: isCurrent ? "card current" : "card" },
    h(
      "header",
      {},
      h("h1", {}, isCurrent ? "* " : null, name),
      h(
        "span",
        {},
        sign(standingWords(upstream, now), standingMeaning[upstream.state]),
        h("span", { class: "note" }, ` ${reasonWords(upstream)}`),
      ),
    ),
    facts([
      ["Address", upstream.endpoint],
      ["Speaks", upstream.dialects.join(", ")],
      ["Key", upstream.takesAnyKey ? "takes any, it is built in" : (keyWords(upstream) ?? "the client's own travels")],
      ["Median", waited(upstream.p50Ms)],
      ["Running", exactly(upstream.inFlight)],
      ["Circuit", circuit === "" ? null : circuit],
      ...coolingWords(upstream, now).map((words) => ["Left alone", words] as const),
    ]),
    isCurrent
      ? h("p", { class: "note" }, "New requests go here.")
      : h("button", { on: { click: { type: "switch-thought", to: name } } }, `Switch to ${name} …`),
  );
};
