import { nearest } from "../../lib/nearest.ts";
import { type OwnMiddleware, type SettingName, settingNamed, settingNames, settings } from "../schema.ts";
import { customName } from "../servers/upstream.ts";
import { type Complain, problem, warning } from "../text/problems.ts";
import { hasShape } from "../text/shape.ts";
import { shownValue } from "../text/shown.ts";
import { type Entry, isNothing, type Node, plain, readYaml } from "../text/yaml.ts";
import { asMeant } from "./from-text.ts";
import type { Draft, Found, Layer } from "./layer.ts";
import { middlewareMeant } from "./middlewares.ts";
import { addresses, llmFields, withoutEffect } from "./older-shapes.ts";

/** What a config.yaml says; what cannot be read or is unknown is complained of with its line. */
export const readConfigFile = (text: string, file: string, complain: Complain): Layer => {
  const root = readYaml(text, file, complain);
  const reader = new Reader(file, complain);
  if (root !== null) reader.section(root, "");
  return reader;
};

/** Every name that a setting may have in the file. */
const known = settingNames.flatMap((name) => [name, ...settings[name].aliases]);

class Reader implements Layer {
  readonly settings = new Map<SettingName, Found>();
  readonly upstreams = new Map<string, Draft>();
  implied: Found | null = null;
  /** Settings that the list of middleware says. */
  readonly #listed = new Set<SettingName>();
  readonly #file: string;
  readonly #complain: Complain;

  constructor(file: string, complain: Complain) {
    this.#file = file;
    this.#complain = complain;
  }

  section(node: Node, prefix: string): void {
    if (isNothing(node)) return;
    if (node.kind === "map") {
      for (const entry of node.entries) this.#entry(entry, prefix + entry.key);
      return;
    }
    const name = prefix === "" ? "yaml" : prefix.slice(0, -1);
    this.#complain(problem(node.where, name, "must be a map of settings", { got: shownValue(name, plain(node)) }));
  }

  #entry(entry: Entry, name: string): void {
    const setting = settingNamed(name);
    if (name === "middlewares") return this.#middlewares(entry);
    const isSection = known.some((one) => one.startsWith(`${name}.`));
    if (isSection && (entry.value.kind === "map" || setting === null)) this.section(entry.value, `${name}.`);
    else if (setting !== null) this.#setting(entry, name, setting);
    else if (!this.#older(entry, name)) this.#unknown(entry, name);
  }

  #setting({ value, where }: Entry, written: string, name: SettingName): void {
    if (isNothing(value)) return;
    if (written !== name)
      this.#complain(warning(where, written, `an older name: it is called ${name} now`, { expected: name }));
    const before = this.settings.get(name);
    if (before !== undefined && this.#listed.delete(name)) {
      this.#complain(warning(before.where, name, `is said in line ${where.line ?? "?"} too, and that one counts`));
    } else if (before !== undefined) {
      this.#complain(problem(where, name, `is set twice, first in line ${before.where.line ?? "?"}`));
      return;
    }
    const { hasParts, type } = settings[name];
    if (hasParts && !hasShape(value, name, type, this.#complain)) return;
    const found = { name, value: asMeant(name, plain(value)), source: this.#file, where };
    this.settings.set(name, hasParts ? { ...found, node: value } : found);
  }

  /** The list in which middleware of ours and of the user's may stand; a setting that is said by its own name is stronger. */
  #middlewares({ value, where }: Entry): void {
    if (isNothing(value)) return;
    if (value.kind !== "list")
      return this.#complain(problem(where, "middlewares", "must be a list", { got: shownValue("list", plain(value)) }));
    const own: OwnMiddleware[] = [];
    for (const [index, item] of value.items.entries()) {
      const meant = middlewareMeant(item, index, this.#complain);
      if (meant.own !== null) own.push(meant.own);
      for (const { name, value: said, at } of meant.settings) this.#listedSetting(name, said, at);
    }
    this.settings.set("middlewares", { name: "middlewares", value: own, source: this.#file, where });
  }

  #listedSetting(name: SettingName, value: unknown, { where }: Node): void {
    const before = this.settings.get(name);
    if (before !== undefined && !this.#listed.has(name))
      return this.#complain(
        warning(where, name, `is said in line ${before.where.line ?? "?"} too, and that one counts`),
      );
    if (before !== undefined) return this.#complain(problem(where, name, "is set twice, by two entries of one type"));
    this.#listed.add(name);
    this.settings.set(name, { name, value, source: this.#file, where });
  }

  /** Sections that other programs of this kind have; whether it is one. */
  #older({ value, where }: Entry, name: string): boolean {
    const idle = Object.hasOwn(withoutEffect, name) ? withoutEffect[name] : undefined;
    if (idle !== undefined && !isNothing(value) && hasShape(value, name, idle.shape, this.#complain))
      this.#complain(warning(where, name, idle.why));
    if (name === "ai_providers") this.#aiProviders({ key: name, value, where });
    if (name === "llm") this.#llm({ key: name, value, where });
    return idle !== undefined || Object.hasOwn(addresses, name);
  }

  #aiProviders({ value, where }: Entry): void {
    if (!hasShape(value, "ai_providers", addresses.ai_providers, this.#complain)) return;
    this.#complain(warning(where, "ai_providers", "an older name: addresses are in servers.yaml now, as endpoint"));
    for (const { key, where, value: provider } of mapOf(value)) {
      const [address] = mapOf(provider);
      if (address === undefined) continue;
      const fields = new Map([["endpoint", this.#found(`ai_providers.${key}.base_url`, address)]]);
      this.upstreams.set(key, { where, fields });
    }
  }

  #llm({ value, where }: Entry): void {
    if (!hasShape(value, "llm", addresses.llm, this.#complain)) return;
    this.#complain(warning(where, "llm", `an older name: it is read as the upstream "${customName}" of servers.yaml`));
    const fields = mapOf(value).map((entry) => {
      const field = llmFields[entry.key as keyof typeof llmFields]; // the shape has no other keys
      return [field, this.#found(`llm.${entry.key}`, entry)] as const;
    });
    this.upstreams.set(customName, { where, fields: new Map(fields) });
    this.implied = { name: "llm", value: customName, source: this.#file, where };
  }

  #found(name: string, { value }: Entry): Found {
    return { name, value: plain(value), source: this.#file, where: value.where };
  }

  #unknown({ where }: Entry, name: string): void {
    const candidates = [...known, ...Object.keys(withoutEffect), ...Object.keys(addresses)];
    this.#complain(problem(where, name, "unknown key", { nearest: nearest(name, candidates) }));
  }
}

const mapOf = (node: Node): readonly Entry[] => (node.kind === "map" ? node.entries : []);
