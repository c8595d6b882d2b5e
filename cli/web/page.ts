import { upstreamInUse } from "../dashboard/data/upstreams.ts";
import { lasted, waited } from "../output/units.ts";
import { standingWords } from "../upstreams/standing.ts";
import { keyWords } from "./keys.ts";
import { switchDialog } from "./parts/switch-dialog.ts";
import { addressOf, at, screens } from "./route.ts";
import { screenViews } from "./screens/index.ts";
import type { State } from "./state.ts";
import { type Element, h, type View } from "./view/element.ts";

/** The whole page as a value. */
export const pageOf = (state: State): Element => {
  const { screen, id } = state.route;
  const view = screenViews[screen];
  const isLive = state.link.kind === "live" || state.link.kind === "connecting";
  return h(
    "div",
    { class: isLive ? "page" : "page gone" },
    h("a", { class: "skip", href: addressOf(state.route) }, "to the content"),
    header(state),
    banner(state),
    h(
      "main",
      { key: `${screen} ${id ?? ""}`, tabindex: "-1", inert: isOver(state) },
      id !== null && view.one !== undefined ? view.one(state, id) : view.list(state),
    ),
    switchDialog(state),
    help(state),
    toast(state),
  );
};

/** What lies over the page has the keyboard. */
const isOver = ({ switching, isHelpOpen }: State): boolean => switching !== null || isHelpOpen;

const header = (state: State): Element =>
  h(
    "header",
    { class: "top", inert: isOver(state) },
    h("div", { class: "brand" }, h("b", {}, "proxy-cli"), whereTo(state)),
    h(
      "nav",
      { "aria-label": "Screens" },
      ...screens.flatMap((name) => {
        const view = screenViews[name];
        const isHere = state.route.screen === name;
        return [
          h(
            "a",
            { href: addressOf(at(name)), class: isHere ? "here" : "", "aria-current": isHere ? "page" : null },
            view.title,
          ),
        ];
      }),
    ),
    h(
      "div",
      { class: "tools" },
      pause(state),
      h("button", { class: "quiet", "aria-label": "Keys", on: { click: { type: "help" } } }, "?"),
    ),
  );

/** Where new requests go, and how it is there. */
const whereTo = (state: State): View => {
  const { status } = state.data;
  if (status === null) return h("span", { class: "note" }, "connecting …");
  const upstream = upstreamInUse(state.data);
  const words = upstream === null ? "each to its vendor" : standingWords(upstream, state.now);
  return h(
    "a",
    { class: "upstream", href: addressOf(at("upstreams")) },
    h("span", { class: "arrow", "aria-hidden": "true" }, "→ "),
    h("b", {}, status.upstream),
    h("span", { class: `state ${upstream?.state ?? "ok"}` }, ` ${words}`),
    upstream?.p50Ms == null ? null : h("span", { class: "note" }, ` ${waited(upstream.p50Ms)}`),
  );
};

const pause = ({ held }: State): Element =>
  h(
    "button",
    {
      class: held === null ? "quiet live" : "paused",
      "aria-pressed": held === null ? "false" : "true",
      on: { click: { type: "paused" } },
    },
    held === null ? "live" : "paused",
  );

const banner = ({ link, data, now, held }: State): View => {
  if (link.kind === "gone")
    return h(
      "p",
      { class: "banner error", role: "status" },
      `The proxy is gone; tried again in ${lasted(Math.max(0, link.nextTryAt - now))}. What is seen is from before. `,
      h("code", {}, "proxy-cli start"),
    );
  if (link.kind === "closed")
    return h(
      "p",
      { class: "banner error", role: "alert" },
      "This browser is not let in any more, or the page was switched off. Ask for a new link: ",
      h("code", {}, "proxy-cli web --open"),
    );
  if (held !== null)
    return h("p", { class: "banner", role: "status" }, "Paused: the page stands still, the proxy does not. p goes on.");
  if (data.status?.isDraining === true)
    return h("p", { class: "banner warning", role: "status" }, "The proxy is stopping.");
  return null;
};

const help = ({ isHelpOpen }: State): View =>
  isHelpOpen
    ? h(
        "div",
        { key: "help", class: "over", on: { click: { type: "closed" } } },
        h(
          "section",
          { class: "card dialog", tabindex: "-1", role: "dialog", "aria-modal": "true", "aria-label": "Keys" },
          h("h2", {}, "Keys"),
          h(
            "dl",
            { class: "keys" },
            ...keyWords.flatMap(([key, does]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)]),
          ),
        ),
      )
    : null;

const toast = (state: State): View =>
  state.toast === null
    ? null
    : h("p", { key: "toast", class: `toast ${state.toast.tone}`, role: "status" }, state.toast.text);
