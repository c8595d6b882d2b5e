import type { UpstreamView } from "../../src/control/contract.ts";
import type { Context } from "../command.ts";
import { type Column, tableLines } from "../output/table.ts";
import { counted } from "../output/units.ts";
import { upstreamsView } from "./view.ts";

/** Every upstream on a line; the current one has a star. */
export const listUpstreams = async (context: Context): Promise<void> => {
  const { json, data, print, say } = context;
  const { running, current, upstreams, draining } = await upstreamsView(context);
  if (json) return data({ running, current, upstreams, draining });
  const isWide = context.columns >= wideEnough;
  const auto =
    current === "auto"
      ? [["* auto", "each request to the vendor it speaks to", "", "", ...(isWide ? ["", ""] : [])]]
      : [];
  const rows = upstreams.map((upstream) => row(upstream, running, isWide));
  for (const line of tableLines({ columns: columnsFor(isWide), rows: [...auto, ...rows], width: context.columns }))
    print(line);
  for (const { name, inFlight } of draining)
    say(`draining: ${name} is gone, ${counted(inFlight, "answer")} still end there`);
};

/** From here on there is room for what can also be read off the name and the endpoint. */
const wideEnough = 110;

const columnsFor = (isWide: boolean): readonly Column[] => [
  { title: "  NAME" },
  { title: "ENDPOINT", flexible: true },
  { title: "RUNNING", right: true },
  { title: "KEY", flexible: true },
  ...(isWide ? [{ title: "REGION" }, { title: "FORMATS", flexible: true }] : []),
];

const row = (
  { name, takesAnyKey, isCurrent, dialects, endpoint, region, inFlight, key }: UpstreamView,
  isLive: boolean,
  isWide: boolean,
) => [
  `${isCurrent ? "*" : " "} ${name}`,
  takesAnyKey ? "built in, offline" : endpoint,
  isLive ? String(inFlight) : "-",
  key ?? (takesAnyKey ? "any" : "client's own"),
  ...(isWide ? [region ?? "-", dialects.join(" ")] : []),
];
