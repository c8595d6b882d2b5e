import type { Dialect } from "../core/dialect.ts";
import { asProxyError } from "../core/errors.ts";
import type { Examined, KeyFound, Stage } from "../core/examined.ts";
import { variantsOf } from "../core/own-keys.ts";
import { placeAt } from "../core/place.ts";
import type { Address, Upstream } from "../core/provider.ts";
import { endsWithin } from "../lib/ends-within.ts";
import { knock, reasonOf } from "./health.ts";
import { listingOf } from "./listing.ts";
import type { Names } from "./names.ts";
import { type Outgoing, type SendServices, send } from "./send.ts";
import { isTlsCode } from "./tls-reason.ts";

type Services = Pick<SendServices, "providers" | "egress"> & {
  readonly names: Names;
  readonly dialects: readonly Dialect[];
  readonly tick: () => number;
  readonly limitMs: number;
};

/**
 * Goes to each address of an upstream, and where we hold its key asks for the list of models, which costs nothing and
 * tells whether the key is right. No client's key is used. Never rejects.
 */
export const examine = async (upstream: Upstream, services: Services): Promise<Examined> => {
  const astray = await astrayOf(upstream, services);
  if (astray !== null) {
    const stages: readonly Stage[] = [{ stage: "dns", verdict: "failed", detail: astray }];
    return { reachable: false, latencyMs: null, reason: astray, stages };
  }
  const knocks = await Promise.all(upstream.endpoints.map((address) => knockAt(address, upstream, services)));
  const failed = knocks.find(({ code }) => code !== null);
  const reached = stagesOf(upstream, failed?.code ?? null);
  if (failed?.code !== undefined && failed.code !== null)
    return { reachable: false, latencyMs: null, reason: reasonOf(failed.code), stages: reached };
  const { auth, keys } = await authOf(upstream, services);
  const latencyMs = Math.max(...knocks.map((one) => one.latencyMs));
  return {
    reachable: true,
    latencyMs,
    reason: auth.verdict === "failed" ? auth.detail : null,
    stages: [...reached, auth],
    ...(keys.length > 1 && { keys }),
  };
};

/** Why a name of its addresses may not be called, as for every request; one that is not found is told by the knock. */
const astrayOf = async (upstream: Upstream, { names, egress, limitMs }: Services): Promise<string | null> => {
  for (const { origin } of upstream.endpoints) {
    const checked = egress(origin) === null ? names.check(upstream, origin) : null;
    if (checked === null) continue;
    const trouble = await endsWithin(checked, limitMs).then(() => null, asProxyError);
    if (trouble?.code === "upstream_address") return trouble.message;
  }
  return null;
};

const knockAt = async ({ origin }: Address, { tls }: Upstream, { egress, tick, limitMs }: Services) => {
  const start = tick();
  const code = await knock({ origin, tls, proxy: egress(origin) }, limitMs);
  return { code, latencyMs: tick() - start };
};

/** The steps of the connection: all of them, or up to the one that failed with this code. */
const stagesOf = ({ endpoints }: Upstream, code: string | null): readonly Stage[] => {
  const isTls = endpoints.some(({ origin }) => origin.startsWith("https:"));
  const steps: readonly Stage["stage"][] = isTls ? ["dns", "tcp", "tls"] : ["dns", "tcp"];
  const last = code === null ? null : stepOf(code);
  const tried = last === null ? steps : steps.slice(0, steps.indexOf(last) + 1);
  return tried.map((stage) => {
    const isBad = code !== null && stage === last;
    return { stage, verdict: isBad ? "failed" : "ok", detail: isBad ? reasonOf(code) : null };
  });
};

const stepOf = (code: string): Stage["stage"] => {
  if (/ENOTFOUND|EAI|DNS|FailedToOpenSocket/.test(code)) return "dns";
  return isTlsCode(code) ? "tls" : "tcp";
};

type Auth = { readonly auth: Stage; readonly keys: readonly KeyFound[] };

/** Where a key of several is not right that is the verdict: some requests would be asked with it. */
const authOf = async (upstream: Upstream, services: Services): Promise<Auth> => {
  const isAnyKey = services.providers.some(({ name, takesAnyKey }) => name === upstream.provider && takesAnyKey);
  if (isAnyKey) return { auth: { stage: "auth", verdict: "ok", detail: "takes any key" }, keys: [] };
  const own = "not checked: client's own key";
  if (upstream.key === null) return { auth: { stage: "auth", verdict: "unknown", detail: own }, keys: [] };
  const found: (Stage & KeyFound)[] = [];
  for (const variant of variantsOf(upstream))
    found.push({ key: variant.keyHint ?? "...", ...(await authWith(variant, services)) });
  const { verdict, detail } = found.find((one) => one.verdict === "failed") ??
    found[0] ?? { verdict: "unknown", detail: null };
  const keys = found.map(({ key, verdict, detail }) => ({ key, verdict, detail }));
  return { auth: { stage: "auth", verdict, detail }, keys };
};

/** Whether this one of its keys is right. */
const authWith = async (upstream: Upstream, services: Services): Promise<Stage> => {
  let told = "it lists no models";
  for (const address of upstream.endpoints) {
    const [status, why] = await statusOf(upstream, address, services);
    if (status === null) return { stage: "auth", verdict: "failed", detail: why };
    const { rejects } = listingOf(address);
    if (rejects.includes(status))
      return { stage: "auth", verdict: "failed", detail: `${status} to key ${upstream.keyHint}` };
    if (status < 300) return { stage: "auth", verdict: "ok", detail: null };
    told = `not told: ${status} to the list of models`;
  }
  return { stage: "auth", verdict: "unknown", detail: told };
};

/** What the list of models is answered with; null and why where no answer came. */
const statusOf = async (
  upstream: Upstream,
  endpoint: Address,
  { dialects, limitMs, providers, egress }: Services,
): Promise<readonly [number | null, string | null]> => {
  const { path, headers } = listingOf(endpoint);
  const [spoken = "openai-chat"] = endpoint.dialects;
  const dialect = dialects.find(({ name }) => name === spoken);
  const url = placeAt(endpoint, path, "");
  if (dialect === undefined) return [null, "no format that we know"];
  const line = new AbortController();
  const timer = setTimeout(() => line.abort(new Error("no answer in time")), limitMs);
  const outgoing: Outgoing = {
    request: new Request("http://proxy-cli", { headers }),
    query: "",
    body: { kind: "none" },
    edits: [],
    dialect,
    errorDialect: dialect,
    notes: { stream: false },
  };
  try {
    const response = await send(outgoing, { upstream, endpoint, url }, { providers, egress }, line.signal);
    await response.body?.cancel();
    return [response.status, null];
  } catch (thrown) {
    return [null, line.signal.aborted ? "no answer in time" : asProxyError(thrown).message];
  } finally {
    clearTimeout(timer);
  }
};
