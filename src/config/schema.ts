import { breakerSettings } from "./settings/breaker.ts";
import { budgetSettings } from "./settings/budgets.ts";
import { cacheSettings } from "./settings/cache.ts";
import { compatSettings } from "./settings/compat.ts";
import { configSettings } from "./settings/config.ts";
import { egressSettings } from "./settings/egress.ts";
import { fallbackSettings } from "./settings/fallbacks.ts";
import { ledgerSettings } from "./settings/ledger.ts";
import { limitsSettings } from "./settings/limits.ts";
import { logSettings } from "./settings/log.ts";
import { memorySettings } from "./settings/memory.ts";
import { meterSettings } from "./settings/meter.ts";
import { middlewareSettings } from "./settings/middlewares.ts";
import { ownCallSettings } from "./settings/own-calls.ts";
import { printerSettings } from "./settings/printer.ts";
import { rateSettings } from "./settings/rates.ts";
import { retrySettings } from "./settings/retries.ts";
import { routerSettings } from "./settings/router.ts";
import { routeSettings } from "./settings/routes.ts";
import { routingSettings } from "./settings/routing.ts";
import { serverSettings } from "./settings/server.ts";
import { sessionsSettings } from "./settings/sessions.ts";
import type { Setting } from "./settings/setting.ts";
import { storeSettings } from "./settings/store.ts";
import { timeoutsSettings } from "./settings/timeouts.ts";
import { traceSettings } from "./settings/trace.ts";
import { translateSettings } from "./settings/translate.ts";
import { viewSettings } from "./settings/view.ts";
import { zaiSettings } from "./settings/zai.ts";

export type { BudgetSetting } from "./settings/budgets.ts";
export type { OwnMiddleware } from "./settings/middlewares.ts";
export type { RouteSetting } from "./settings/routes.ts";
export type { Setting } from "./settings/setting.ts";

/** Every setting by its dotted name: the one declaration behind the type, the YAML, the environment and the docs. */
export const settings = {
  ...serverSettings,
  ...routingSettings,
  ...routeSettings,
  ...routerSettings,
  ...fallbackSettings,
  ...retrySettings,
  ...translateSettings,
  ...zaiSettings,
  ...limitsSettings,
  ...rateSettings,
  ...timeoutsSettings,
  ...breakerSettings,
  ...egressSettings,
  ...compatSettings,
  ...configSettings,
  ...meterSettings,
  ...memorySettings,
  ...ownCallSettings,
  ...cacheSettings,
  ...sessionsSettings,
  ...ledgerSettings,
  ...storeSettings,
  ...logSettings,
  ...traceSettings,
  ...viewSettings,
  ...printerSettings,
  ...budgetSettings,
  ...middlewareSettings,
} as const;

/** The dotted name of a setting. */
export type SettingName = keyof typeof settings;

/** The value of a setting by its name. */
export type ValueOf<Name extends SettingName> = (typeof settings)[Name] extends Setting<infer T> ? T : never;

/** Every setting's value. */
export type Values = { readonly [Name in SettingName]: ValueOf<Name> };

/** All names in the order of their declaration. */
export const settingNames = Object.keys(settings) as readonly SettingName[];

/** The setting behind a name or an alias, whatever its case; null when there is none. */
export const settingNamed = (name: string): SettingName | null =>
  settingNames.find((known) => known === name || settings[known].aliases.includes(name)) ?? null;

/** The environment name that a setting always has: `server.port` → `PROXY_SERVER_PORT`. */
export const ownEnvName = (name: SettingName): string => `PROXY_${name.replaceAll(".", "_").toUpperCase()}`;
