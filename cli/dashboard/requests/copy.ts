import { curlOf } from "../../output/curl.ts";
import type { State, Step } from "../state.ts";
import { doing, to, toasted } from "../step.ts";

/** Puts a request as a curl command where it can be pasted from. */
export const copyingCurl = (state: State, id: string): Step =>
  doing(state, {
    type: "ask",
    with: async (client) => {
      const [detail, body] = await Promise.all([client.request({ id }), client.requestBody({ id })]);
      return (then, now) => {
        if (detail === null) return to(toasted(then, now, `nobody knows ${id} any more`, "warning"));
        const text = curlOf(detail, then.data.status?.url ?? "http://127.0.0.1:8080", body);
        const what =
          body.text === null ? `${id} as curl, without its body: ${body.why ?? "not kept"}` : `${id} as curl`;
        return doing(then, { type: "copy", text, what });
      };
    },
  });

/** Puts the id of a request there. */
export const copyingId = (state: State, id: string): Step =>
  doing(state, { type: "copy", text: id, what: `the id ${id}` });
