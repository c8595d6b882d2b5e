import { ownEnvName, type SettingName, settingNames, settings } from "../schema.ts";
import { customName } from "../servers/upstream.ts";
import { type Complain, problem, warning } from "../text/problems.ts";
import { shownValue } from "../text/shown.ts";
import { fromText } from "./from-text.ts";
import type { Draft, Found, Layer } from "./layer.ts";
import { type Meaning, olderVariables, plainVariables, vendorUpstreams } from "./older-variables.ts";
import type { Variable, Variables } from "./variables.ts";

/** What the environment says; an empty variable says nothing. */
export const readEnvironment = (variables: Variables, complain: Complain): Layer =>
  new Reader(variables, olderVariables, complain).read();

/** What a file of variables says, where also the plain names count that a shell may use for anything. */
export const readVariableFile = (variables: Variables, complain: Complain): Layer =>
  new Reader(variables, { ...olderVariables, ...plainVariables }, complain).read();

class Reader {
  readonly #variables: Variables;
  readonly #meanings: Readonly<Record<string, Meaning>>;
  readonly #complain: Complain;
  readonly #settings = new Map<SettingName, Found>();
  readonly #custom = new Map<string, Found>();
  readonly #vendor = new Map<string, Found>();

  constructor(variables: Variables, meanings: Readonly<Record<string, Meaning>>, complain: Complain) {
    this.#variables = variables;
    this.#meanings = meanings;
    this.#complain = complain;
  }

  read(): Layer {
    for (const setting of settingNames) {
      const names = [ownEnvName(setting), ...settings[setting].env];
      const [name] = names.filter((one) => this.#given(one) !== null);
      if (name !== undefined) this.#set(setting, name, (text) => fromText(setting, text));
    }
    for (const [name, meaning] of Object.entries(this.#meanings)) {
      const variable = this.#given(name);
      if (variable !== null) this.#older(name, variable, meaning);
    }
    const upstreams = new Map<string, Draft>();
    for (const [name, fields] of [
      [customName, this.#custom] as const,
      [vendorOf(this.#vendor), this.#vendor] as const,
    ]) {
      const [first] = fields.values();
      if (first !== undefined) upstreams.set(name, { where: first.where, fields });
    }
    return { settings: this.#settings, upstreams, implied: this.#implied() };
  }

  #given(name: string): Variable | null {
    const variable = this.#variables.get(name);
    return variable === undefined || variable.value.trim() === "" ? null : variable;
  }

  #set(setting: SettingName, name: string, read: (text: string) => unknown): void {
    const variable = this.#given(name);
    if (variable === null || this.#settings.has(setting)) return;
    this.#settings.set(setting, { ...variable, name: setting, value: read(variable.value.trim()) });
  }

  #older(name: string, variable: Variable, meaning: Meaning): void {
    const found = { ...variable, name, value: variable.value.trim() };
    switch (meaning.kind) {
      case "setting":
        return this.#olderSetting(name, variable, meaning);
      case "debug":
        if (fromText("config.watch", found.value) === true) this.#set("log.level", name, () => "debug");
        return;
      case "custom":
        this.#custom.set(meaning.field, found);
        return;
      case "vendor":
        this.#vendor.set(meaning.field, found);
        return;
      case "nothing":
        return this.#complain(warning(variable.where, name, meaning.why));
      default:
        return meaning satisfies never;
    }
  }

  #olderSetting(
    name: string,
    { value, where }: Variable,
    { settings: meant, unit }: Extract<Meaning, { kind: "setting" }>,
  ): void {
    const isTime = /^\d+(\.\d+)?$/.test(value.trim());
    if (unit === "seconds" && !isTime)
      return this.#complain(problem(where, name, "must be a number of seconds", { got: shownValue(name, value) }));
    for (const setting of meant)
      this.#set(setting, name, (text) =>
        unit === "seconds" ? Math.round(Number(text) * 1000) : fromText(setting, text),
      );
  }

  /** An address or a key for an upstream says that this upstream is meant. */
  #implied(): Found | null {
    const address = this.#custom.get("endpoint");
    if (address !== undefined) return { ...address, value: customName };
    const [first] = this.#vendor.values();
    return first === undefined ? null : { ...first, value: vendorOf(this.#vendor) };
  }
}

const vendorOf = (fields: ReadonlyMap<string, Found>): string => {
  const hosts = [...fields.values()].map(({ value }) => URL.parse(String(value))?.hostname);
  return vendorUpstreams.find(([host]) => hosts.includes(host))?.[1] ?? vendorUpstreams[0]?.[1] ?? customName;
};
