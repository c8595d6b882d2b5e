import type { Values } from "../config/schema.ts";
import type { Exchange } from "../core/exchange.ts";
import type { ModeChoice } from "../core/memory.ts";
import { targetOf } from "../core/routed.ts";
import { isOfConversation } from "../core/session.ts";
import { arms } from "../memory/learning/arms.ts";
import { workplaceIn } from "../memory/learning/workplace.ts";
import { chosenMode, type ModeSay, type ModeSays, modeNamed } from "../memory/policy/mode.ts";
import type { MemoryServices } from "../middleware/memory.ts";
import type { Surroundings } from "./surroundings.ts";

type Around = Pick<Surroundings, "sessions" | "overrides" | "learning" | "isExposed">;

/** A conversation, and who has started it. */
type Found = { readonly id: string; readonly parent: string | null };

/** Who has a say in how a conversation is treated. Its session is only looked for where something is said of one. */
export const modesUnder = (values: Values, around: Around): MemoryServices["memory"]["modeOf"] => {
  const { sessions, overrides, isExposed } = around;
  const setting: ModeSay = { mode: values["memory.mode"], why: "memory.mode" };
  const isLearning = values["memory.learning"] === "on";
  const said = (exchange: Exchange, found: Found | null): ModeChoice => {
    const says = { ...saidBy(exchange, isExposed), session: found === null ? null : overrideOf(found, overrides) };
    const isSaid = Object.values(says).some((say) => say !== null);
    const learned = isLearning && !isSaid && found !== null ? learnedOf(exchange, found, values, around) : null;
    return chosenMode({ ...says, learned, setting });
  };
  return (exchange) => {
    const isAsked = (isLearning || overrides.size() > 0) && setting.mode !== "off" && isOfConversation(exchange);
    return isAsked ? sessions.find(exchange).then((found) => said(exchange, found)) : said(exchange, null);
  };
};

/** What a conversation has started as a helper is treated as it is. */
const overrideOf = ({ id, parent }: Found, { of }: Around["overrides"]): ModeSay | null => {
  const override = of(id) ?? (parent === null ? null : of(parent));
  return override === null ? null : { mode: override.mode, why: "proxy-cli sessions compress" };
};

/** What was picked for a conversation by what paid in its project. */
const learnedOf = (exchange: Exchange, { id, parent }: Found, values: Values, { learning }: Around): ModeSay | null => {
  const { body, client, notes } = exchange;
  const arm = learning.armOf({
    ...{ session: id, parent, isNew: notes.session?.turn === 1, profile: values["memory.reward_profile"] },
    place: () => (body.kind === "held" ? workplaceIn(body.bytes) : null) ?? client ?? "",
  });
  return arm === null ? null : { ...arms[arm], why: `memory.learning (${arm})` };
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
