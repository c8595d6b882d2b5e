import type { Status, UpstreamView } from "../../../src/control/contract.ts";
import { answerTo } from "../data/answers.ts";
import type { Data } from "../data/data.ts";
import type { State } from "../state.ts";
import type { SwitchOverlay } from "./overlay.ts";

/** The name for no upstream in particular: each request goes to the vendor it speaks to. */
export const auto = "auto";

/** Where requests can be sent; `auto` is no upstream of its own. */
export type Target = { readonly name: string; readonly upstream: UpstreamView | null };

/** What the daemon has told, also while the picture is paused: a switch is about now. */
export const liveData = ({ held, data }: State): Data => held ?? data;

/** All of them in the daemon's order, `auto` behind them; none before the daemon has told. */
export const targetsIn = ({ answers }: Data): readonly Target[] => {
  const told = answerTo(answers, "upstreams", {});
  if (told === null) return [];
  return [...told.upstreams.map((upstream) => ({ name: upstream.name, upstream })), { name: auto, upstream: null }];
};

/** Through what requests go now. The status knows at once; a list of upstreams may be older. */
export const currentIn = ({ status }: { readonly status: Pick<Status, "upstream"> | null }): string | null =>
  status?.upstream ?? null;

/** Those that the search finds. */
export const foundTargets = ({ search }: SwitchOverlay, state: State): readonly Target[] => {
  const wanted = search.toLowerCase();
  return targetsIn(liveData(state)).filter(({ name }) => name.toLowerCase().includes(wanted));
};

/** Where the switch goes: what was chosen, else the likeliest. Null where nothing is found. */
export const targetOf = (overlay: SwitchOverlay, state: State): string | null => {
  if (!overlay.isChoosing) return overlay.target;
  const found = foundTargets(overlay, state);
  const chosen = found.find(({ name }) => name === overlay.target);
  return chosen?.name ?? likeliest(found, state);
};

/** The one before; else one that answers; else any that is not the current one. */
const likeliest = (found: readonly Target[], state: State): string | null => {
  const { status } = liveData(state);
  if (status === null) return null; // nobody has told which was before
  const others = found.filter(({ name }) => name !== status.upstream);
  const before = others.find(({ name }) => name === status.previousUpstream);
  const good = others.find(({ upstream }) => upstream?.state === "ok");
  return (before ?? good ?? others[0] ?? found[0])?.name ?? null;
};
