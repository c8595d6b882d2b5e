import { upstreamInUse } from "../data/upstreams.ts";
import { curlFor } from "../overview/curl.ts";
import { formOf } from "../overview/layout.ts";
import { welcomePanel } from "../panels/welcome.ts";
import type { Screen } from "../screen.ts";
import { doing, to } from "../step.ts";

/** The Overview before the first request: how to begin. */
export const welcome: Screen = {
  title: () => "1 Overview",
  list: null,
  slots: (_state, rect) => [{ panel: welcomePanel, rect, isBare: formOf(rect) === "narrow" }],
  questions: () => [],
  keys: [
    {
      title: "BEGINNING",
      bindings: [
        {
          keys: ["g"],
          label: "the demo: traffic to look at, without a key",
          footer: "demo traffic",
          act: (state) => doing(state, { type: "lend", words: ["demo"] }),
          unless: ({ data }) => (data.status?.isDemo === true ? "this is the demo" : null),
        },
        {
          keys: ["c"],
          label: "copy a ready request for curl",
          footer: "copy curl",
          act: (state) => {
            const { status } = state.data;
            if (status === null) return to(state);
            const text = curlFor(status, upstreamInUse(state.data));
            return doing(state, { type: "copy", text, what: "a request for curl" });
          },
        },
      ],
    },
  ],
};
