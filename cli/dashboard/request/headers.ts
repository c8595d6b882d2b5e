import type { RequestDetail, ShownHeaders } from "../../../src/core/request-detail.ts";
import { bytes } from "../../output/units.ts";
import { type Line, line, lineOf, span } from "../frame/line.ts";
import { wrapped } from "../frame/wrap.ts";

/** What was sent and what came back, without anything that could hold a secret. */
export const headerLines = ({ request, answer, url }: RequestDetail, _now: number, width: number): readonly Line[] => [
  line(` Request   ${bytes(request.bytes)}`, { tone: "heading" }),
  ...(url === null ? [] : wrapped(`to ${url}`, width - 2).map((part) => lineOf(" ", span(part, "muted")))),
  ...linesOf(request.headers, "they are not kept any more", width),
  [],
  ...(answer === null
    ? [line(" Answer    none has begun", { tone: "heading" })]
    : [
        line(` Answer    ${answer.status ?? "no status"}   ${bytes(answer.bytes)}`, { tone: "heading" }),
        ...linesOf(answer.headers, "they are not kept any more", width),
      ]),
];

const linesOf = (headers: ShownHeaders, none: string, width: number): readonly Line[] => {
  if (headers.length === 0) return [line(`  ${none}`, { tone: "muted" })];
  return headers.flatMap(([name, value]) => {
    const [first = "", ...more] = wrapped(value, Math.max(10, width - name.length - 5));
    const indent = " ".repeat(name.length + 4);
    return [lineOf("  ", span(`${name}: `, "muted"), first), ...more.map((part) => lineOf(indent, part))];
  });
};
