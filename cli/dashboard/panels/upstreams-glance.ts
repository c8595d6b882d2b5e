import type { UpstreamView } from "../../../src/control/contract.ts";
import { share, unknown, waited } from "../../output/units.ts";
import { standingMeaning, standingWords } from "../../upstreams/standing.ts";
import { todayByUpstream } from "../data/today.ts";
import { upstreamsIn } from "../data/upstreams.ts";
import { fit } from "../frame/cells.ts";
import { clickable, type Line, line, lineOf, span } from "../frame/line.ts";
import type { Panel } from "../panel.ts";

/** Which first, where there is no room for all: what is in use, then what is in trouble. */
const rank = ({ isCurrent, state }: UpstreamView): number =>
  isCurrent ? 0 : { down: 1, failing: 1, limited: 2, overloaded: 2, ok: 3, unknown: 4 }[state];

const [stateCells, timeCells, shareCells] = [15, 8, 7] as const;

/** Every upstream in a line: how it is, how fast it answers, how much of today went well. */
export const upstreamsGlance: Panel = ({ data }, now, { columns, rows }) => {
  const upstreams = upstreamsIn(data).toSorted((one, other) => rank(one) - rank(other));
  if (upstreams.length === 0) return { title: "Upstreams", lines: [line(" asking the proxy …", { tone: "muted" })] };
  const isCut = upstreams.length > rows;
  const seen = upstreams.slice(0, isCut ? rows - 1 : rows);
  const groups = new Map(todayByUpstream(data)?.groups.map((group) => [group.name, group]));
  const nameCells = Math.max(6, columns - 4 - stateCells - timeCells - shareCells);
  const rowOf = (upstream: UpstreamView): Line => {
    const { name, isCurrent, state, p50Ms } = upstream;
    const group = groups.get(name);
    const ok = group === undefined ? unknown : share(group.ok, group.requests);
    const row = lineOf(
      span(isCurrent ? " * " : "   ", "heading"),
      span(fit(name, nameCells), isCurrent ? "heading" : undefined),
      span(` ${fit(standingWords(upstream, now), stateCells - 1)}`, standingMeaning[state]),
      waited(p50Ms).padStart(timeCells),
      ok.padStart(shareCells),
    );
    return clickable(row, { key: "2" });
  };
  const more = isCut
    ? [line(`   … and ${upstreams.length - seen.length} more`, { tone: "muted", click: { key: "2" } })]
    : [];
  return { title: "Upstreams", note: "u switch", lines: [...seen.map(rowOf), ...more] };
};
