import type { Values } from "./config/schema.ts";
import type { Exchange } from "./core/exchange.ts";
import type { ModeChoice } from "./core/memory.ts";
import { targetOf } from "./core/routed.ts";
import { isOfConversation } from "./core/session.ts";
import { chosenMode, type ModeSay, type ModeSays, modeNamed } from "./memory/policy/mode.ts";
import type { MemoryServices } from "./middleware/memory.ts";
import type { Surroundings } from "./runtime.ts";

type Around = Pick<Surroundings, "sessions" | "overrides" | "isExposed">;

/** Who has a say in how a conversation is treated. Its session is only looked for where something is said of one. */
export const modesUnder = (
  values: Values,
  { sessions, overrides, isExposed }: Around,
): MemoryServices["memory"]["modeOf"] => {
  const setting: ModeSay = { mode: values["memory.mode"], why: "memory.mode" };
  const said = (exchange: Exchange, session: ModeSay | null): ModeChoice =>
    chosenMode({ ...saidBy(exchange, isExposed), session, learned: null, setting });
  return (exchange) => {
    const isAsked = overrides.size() > 0 && setting.mode !== "off" && isOfConversation(exchange);
    return isAsked
      ? sessions.find(exchange).then((found) => said(exchange, found === null ? null : overrideOf(found, overrides)))
      : said(exchange, null);
  };
};

/** What a conversation has started as a helper is treated as it is. */
const overrideOf = (
  { id, parent }: { readonly id: string; readonly parent: string | null },
  { of }: Around["overrides"],
): ModeSay | null => {
  const override = of(id) ?? (parent === null ? null : of(parent));
  return override === null ? null : { mode: override.mode, why: "proxy-cli sessions compress" };
};

/** What is said beside its conversation. Strangers on the network have no say. */
const saidBy = (
  { request, plan, notes }: Exchange,
  isExposed: boolean,
): Pick<ModeSays, "header" | "route" | "upstream"> => {
  const header = isExposed ? null : modeNamed(request.headers.get(modeHeader) ?? "");
  const upstream = targetOf(plan, notes.upstream)?.upstream;
  return {
    header: header === null ? null : { mode: header, why: modeHeader },
    route: plan.memory ?? null,
    upstream: upstream?.memory == null ? null : { mode: upstream.memory, why: `upstream ${upstream.name}` },
  };
};

const modeHeader = "x-proxy-memory";
