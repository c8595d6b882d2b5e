import { ProxyError } from "../core/errors.ts";
import type { Pin } from "../core/pin.ts";
import { auto } from "../state/upstreams.ts";
import type { Ask, Switched } from "./contract.ts";
import type { Engine } from "./engine.ts";

const nothing = {
  ...{ staying: 0, latencyMs: null, warnings: [], coldCache: null },
  ...{ formats: [], models: [], losses: [], session: null, model: null },
};

/** Sends what comes from now on elsewhere, or one conversation alone. */
export const switchUpstream = (ask: Ask<"switchUpstream">, engine: Engine): Promise<Switched> =>
  ask.session == null ? switchAll(ask, engine) : switchSession({ ...ask, session: ask.session }, engine);

const switchAll = async ({ name, force, dryRun, model }: Ask<"switchUpstream">, engine: Engine): Promise<Switched> => {
  if (model != null) throw modelWithoutSession();
  const { upstreams, notices, inFlightOn } = engine;
  const before = upstreams.current();
  const to = name === "-" ? (upstreams.previous() ?? before) : name;
  if (to === before) return { from: before, to, changed: false, ...nothing };
  const lately = engine.recent(mostLately).filter(({ upstream }) => before === auto || upstream === before);
  const [told, coldCache] = await Promise.all([
    preflight(to, { force, lately, isForAll: true, again: `switch-upstream ${to} --force` }, engine),
    engine.coldCache(before, to, null),
  ]);
  const from = dryRun ? before : await upstreams.switchTo(to); // somebody else may have switched meanwhile
  const changed = !dryRun && from !== to;
  if (changed) {
    notices.send({ type: "upstream-switched", from, to });
    engine.audit.note("upstream-switched", "control", { from, to });
  }
  return { ...nothing, from, to, changed, staying: inFlightOn(from === auto ? null : from), ...told, coldCache };
};

type OfSession = Ask<"switchUpstream"> & { readonly session: string };

/** A pin of one conversation; `-` takes it away, and the conversation goes where all others go. */
const switchSession = async (ask: OfSession, engine: Engine): Promise<Switched> => {
  const { name, dryRun, session, force } = ask;
  const { pins, upstreams } = engine;
  const known = (await engine.sessions.list()).find(({ id }) => id === session);
  const before = pins.of(session);
  if (known === undefined && before === null) throw noSession(session);
  const from = before?.upstream ?? upstreams.current();
  const pin: Pin | null = name === "-" ? null : { upstream: name, model: ask.model ?? null };
  if (pin?.upstream === auto) throw autoIsNoPin(session);
  const to = pin?.upstream ?? upstreams.current();
  const shown = { session, model: pin?.model ?? null };
  if (isSame(before, pin)) return { from, to, changed: false, ...nothing, ...shown };
  const lately = engine.recent(mostLately).filter((request) => request.session === session);
  const again = `switch-upstream ${name} --session ${session} --force`;
  const [told, coldCache] = await Promise.all([
    pin === null ? {} : preflight(to, { force, lately, isForAll: false, again }, engine),
    from === to ? null : engine.coldCache(from, to, session),
  ]);
  const models =
    pin?.model == null ? {} : { models: askedIn(lately).map((asked) => ({ from: asked, to: pin.model ?? asked })) };
  if (!dryRun) change(session, pin, engine);
  return { ...nothing, from, to, changed: !dryRun, ...told, ...models, ...shown, coldCache };
};

const isSame = (before: Pin | null, after: Pin | null): boolean =>
  before?.upstream === after?.upstream && (before?.model ?? null) === (after?.model ?? null);

const change = (session: string, pin: Pin | null, { pins, notices, audit }: Engine): void => {
  if (pin === null) pins.remove(session);
  else pins.set(session, pin);
  const { upstream = null, model = null } = pin ?? {};
  notices.send({ type: "session-pinned", session, upstream, model });
  audit.note("session-pinned", "control", { upstream, model }, session);
};

const askedIn = (lately: Lately): readonly string[] => [...new Set(lately.flatMap(({ model }) => model ?? []))];

/** So many of the latest requests say what is in use. */
const mostLately = 200;

type Lately = ReturnType<Engine["recent"]>;

type Flight = {
  readonly force: boolean;
  readonly lately: Lately;
  readonly isForAll: boolean;
  /** What would do it all the same. */
  readonly again: string;
};

type Told = Pick<Switched, "latencyMs" | "warnings" | "formats" | "models" | "losses">;

const atOwnVendor: Told = { latencyMs: null, warnings: [], formats: [], models: [], losses: [] };

/** Refuses a switch that could only end in errors, before anything has changed; `force` turns refusals into warnings. */
const preflight = async (to: string, { force, lately, isForAll, again }: Flight, engine: Engine): Promise<Told> => {
  if (to === auto) return atOwnVendor;
  const upstream = engine.upstreams.named(to);
  if (upstream.isLent) throw onlyLent(to);
  const warnings = ["the new upstream's prompt cache is cold: the next turn of each conversation is paid in full"];
  const pinned = engine.pins.size();
  if (pinned > 0 && isForAll) warnings.push(pinnedWords(pinned));
  const key = engine.keyMissing(upstream, lately);
  if (key !== null) warnings.push(key);
  const { reachable, latencyMs, reason } = await engine.probe(upstream);
  if (!reachable) {
    const what = `Upstream "${to}" cannot be reached: ${reason ?? "no reason given"}.`;
    if (!force)
      throw new ProxyError("upstream_refused", what, { hint: `Nothing was changed. Try: proxy-cli ${again}` });
    warnings.push(what);
  }
  return { latencyMs, warnings, ...engine.elsewhere(upstream, lately) };
};

const pinnedWords = (count: number): string =>
  `${count === 1 ? "one session stays" : `${count} sessions stay`} where it was sent by itself (proxy-cli sessions)`;

/** Whatever else runs here has keys that would never have gone there. */
const onlyLent = (to: string): ProxyError =>
  new ProxyError("usage", `Upstream "${to}" is only for the programs that \`run\` has started with it.`, {
    hint: "To send everything there: proxy-cli upstreams add NAME --endpoint URL --type TYPE",
  });

const noSession = (session: string): ProxyError =>
  new ProxyError(
    "input_missing",
    `No session ${session} goes on just now. Only one that is active can be sent elsewhere.`,
    {
      hint: "Try: proxy-cli sessions   (those with a star)",
    },
  );

const autoIsNoPin = (session: string): ProxyError =>
  new ProxyError("usage", `A session is sent to one upstream; "auto" is none.`, {
    hint: `To let it go where all others go: proxy-cli switch-upstream - --session ${session}`,
  });

const modelWithoutSession = (): ProxyError =>
  new ProxyError("usage", "--model is for one session; for all of them the setting `models` maps names.", {
    hint: "Try: proxy-cli switch-upstream NAME --session ID --model MODEL",
  });
