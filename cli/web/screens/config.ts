import { answerTo } from "../../dashboard/data/answers.ts";
import { table } from "../parts/facts.ts";
import { card, empty } from "../parts/figure.ts";
import { at } from "../route.ts";
import type { State } from "../state.ts";
import { h, type View } from "../view/element.ts";

/** Every setting in force and where it comes from. Nothing can be changed here; secrets come masked from the daemon. */
export const configScreen = (state: State): readonly View[] => {
  const config = answerTo(state.data.answers, "config", {});
  if (config === null) return [card("Settings", null, empty("Asking the proxy …"))];
  const search = state.route.query["search"] ?? "";
  const found = config.settings.filter(({ name, value, source }) =>
    `${name} ${shown(value)} ${source}`.toLowerCase().includes(search.toLowerCase()),
  );
  return [
    card(
      `Settings in force, generation ${config.generation}`,
      config.file,
      h(
        "label",
        { class: "search" },
        "Search",
        h("input", {
          ...{ class: "filter", type: "search", value: search, autocomplete: "off", spellcheck: "false" },
          on: { input: (text) => ({ type: "go", to: at("config", null, { search: text }), isSame: true }) },
        }),
      ),
      table(
        "Settings",
        ["setting", "value", "from"],
        found.map(({ name, value, source, afterRestart }) => [
          h("code", {}, name),
          h(
            "span",
            { class: source === "default" ? "muted" : "" },
            shown(value),
            afterRestart === null
              ? null
              : h("span", { class: "warning" }, ` ${shown(afterRestart.value)} after a restart`),
          ),
          h("span", { class: "note" }, source.startsWith("/") ? (source.split("/").at(-1) ?? source) : source),
        ]),
        new Set([0, 1, 2]),
      ),
      h("p", { class: "note" }, "To change one: ", h("code", {}, "proxy-cli config set NAME VALUE")),
    ),
  ];
};

const shown = (value: unknown): string =>
  typeof value === "string" ? (value === "" ? '""' : value) : JSON.stringify(value);
