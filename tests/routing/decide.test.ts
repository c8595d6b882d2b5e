import { describe, expect, test } from "bun:test";
import { asProxyError } from "../../src/core/errors.ts";
import type { Upstream } from "../../src/core/provider.ts";
import { globOf } from "../../src/lib/glob.ts";
import { decide } from "../../src/routing/decide.ts";
import { nowhere, type Route, type RouteTo } from "../../src/routing/route.ts";
import type { Mapping, Table } from "../../src/routing/table.ts";
import type { Content, Traits } from "../../src/routing/traits.ts";
import { upstreamOf } from "../support/exchange.ts";
import { tableWith, traitsWith } from "../support/routing.ts";

const at = (provider: string, name: string, more: Partial<Upstream> = {}): Upstream =>
  upstreamOf(provider, { name, origin: `https://${name}.example`, ...more });

const known: readonly Upstream[] = [
  at("anthropic", "anthropic"),
  at("openai", "openai"),
  at("google", "google"),
  at("mistral", "mistral"),
  at("zai", "cn"),
  at("simulator", "simulator"),
  at("openai", "local", { isShipped: false }),
];

type Setting = Partial<Table> & { readonly current?: string };

const decided = (traits: Partial<Traits>, setting: Setting = {}) =>
  decide(traitsWith(traits), tableWith(known, setting));

/** `upstream format model`, or the name of the error. */
const way = (traits: Partial<Traits>, setting: Setting = {}): string => {
  try {
    const { upstream, format, model } = decided(traits, setting);
    return [upstream.name, format, model ?? "-"].join(" ");
  } catch (thrown) {
    return asProxyError(thrown).code;
  }
};

const whys = (traits: Partial<Traits>, setting: Setting = {}): readonly string[] =>
  decided(traits, setting).decision.steps.map(
    ({ about, rule, isTaken, why }) => `${isTaken ? "+" : "-"} ${about}: ${rule}: ${why}`,
  );

const route = (to: Partial<RouteTo>, fits = true, label = "routes[1]"): Route => ({
  label,
  conditions: [() => ({ fits, why: fits ? "fits" : "does not fit" })],
  to: { ...nowhere, ...to },
});

const maps = (all: Record<string, Record<string, string>>): Table["maps"] =>
  new Map(
    Object.entries(all).map(([upstream, lines]) => [
      upstream,
      Object.entries(lines).flatMap(([text, model]): Mapping[] => {
        const glob = globOf(text);
        return glob === null ? [] : [{ glob, model }];
      }),
    ]),
  );

const header = (name: string) => ({ headers: new Headers({ "x-proxy-upstream": name }) });

describe("who chooses the upstream", () => {
  test("a header before a pin, a pin before a rule, a rule before the current one, that before the vendor", () => {
    const all = { routes: [route({ upstream: "mistral" })], current: "google" };
    const pin = () => ({ upstream: "openai", model: null });

    expect(decided({ ...header("cn"), pin }, all).decision.rule).toBe("header x-proxy-upstream");
    expect(way({ ...header("auto"), pin, model: "m", path: "/v1/messages" }, all)).toStartWith("anthropic ");
    expect(decided({ pin }, all).decision.rule).toBe("session pin");
    expect(decided({}, all).decision.rule).toBe("routes[1]");
    expect(decided({}, { current: "google" }).decision.rule).toBe("current upstream google");
    expect(decided({ model: "m", path: "/v1/messages" }).decision.rule).toBe("auto: path");
  });

  test("a body that names a vendor comes right after the header", () => {
    expect(decided({ addressee: "mistral", pin: () => ({ upstream: "openai", model: null }) }).decision.rule).toBe(
      "body provider mistral",
    );
    expect(decided({ addressee: "mistral", ...header("cn") }).upstream.name).toBe("cn");
  });

  test("the first rule that fits, and each that was asked leaves its reason", () => {
    const routes = [
      route({ upstream: "cn" }, false, "routes[1]"),
      route({ upstream: "google" }, true, "routes[2] long"),
      route({ upstream: "openai" }),
    ];

    expect(whys({}, { routes }).slice(0, 4)).toEqual([
      "- upstream: header x-proxy-upstream: was not sent",
      "- upstream: session pin: there is none",
      "- upstream: routes[1]: does not fit",
      "+ upstream: routes[2] long: fits",
    ]);
    expect(way({}, { routes })).toStartWith("google gemini");
  });

  test("a rule that names no upstream leaves it to the current one, and still says the rest", () => {
    const routes = [route({ model: "small" })];

    expect(way({}, { routes, current: "anthropic" })).toBe("anthropic anthropic small");
    expect(decided({}, { routes, current: "anthropic" }).decision.rule).toBe("current upstream anthropic");
  });

  test("a rule can send a request to its own vendor whatever is current", () => {
    expect(way({}, { routes: [route({ upstream: "auto" })], current: "cn" })).toBe("anthropic anthropic -");
  });

  test("a pin may name the model too", () => {
    expect(way({ pin: () => ({ upstream: "mistral", model: "m-x" }) })).toBe("mistral openai-chat m-x");
  });

  test("a pin to an upstream that is gone is passed over", () => {
    expect(way({ pin: () => ({ upstream: "gone", model: null }) }, { current: "anthropic" })).toBe(
      "anthropic anthropic -",
    );
    expect(whys({ pin: () => ({ upstream: "gone", model: null }) })[1]).toBe(
      "- upstream: session pin: there is no upstream gone any more",
    );
  });
});

describe("the format", () => {
  test("is the client's own wherever that is spoken", () => {
    expect(way({}, { current: "cn", standIn: () => null })).toBe("cn anthropic -");
    expect(way({ dialect: "openai-chat" }, { current: "anthropic", standIn: () => null })).toBe(
      "anthropic openai-chat -",
    );
    for (const dialect of ["anthropic", "openai-chat", "openai-responses", "gemini"] as const)
      expect(way({ dialect }, { current: "simulator" })).toBe(`simulator ${dialect} -`);
  });

  test("is what the vendor is best asked in elsewhere", () => {
    const setting = { standIn: () => null };

    expect(way({}, { current: "openai", ...setting })).toBe("openai openai-responses -");
    expect(way({}, { current: "local", ...setting })).toBe("local openai-chat -");
    expect(way({}, { current: "google", ...setting })).toBe("google gemini -");
    expect(way({}, { current: "mistral", ...setting })).toBe("mistral openai-chat -");
    expect(way({ dialect: "gemini" }, { current: "cn", ...setting })).toBe("cn anthropic -");
    expect(way({ dialect: "unified" }, { current: "simulator", ...setting })).toBe("simulator openai-chat -");
    expect(whys({}, { current: "openai", ...setting })).toContain(
      "+ format: not spoken: openai does not speak anthropic",
    );
  });

  test("can be said by a rule", () => {
    expect(way({}, { routes: [route({ upstream: "cn", dialect: "openai" })], standIn: () => null })).toBe(
      "cn openai-chat -",
    );
    expect(whys({}, { routes: [route({ upstream: "openai", dialect: "gemini" })] })).toContain(
      "- format: routes[1]: openai does not speak gemini",
    );
  });
});

describe("an ending of the model's name", () => {
  test("chooses the format and goes", () => {
    expect(way({ model: "glm-4.6-openai" }, { current: "cn" })).toBe("cn openai-chat glm-4.6");
    expect(way({ model: "glm-4.6-anthropic", dialect: "openai-chat" }, { current: "cn" })).toBe("cn anthropic glm-4.6");
    expect(way({ model: "claude-x-openai" })).toBe("anthropic openai-chat claude-x");
  });

  test("goes also where the format is not spoken, and a reason is left", () => {
    expect(way({ model: "mistral-large-anthropic" }, { current: "mistral" })).toBe("mistral openai-chat mistral-large");
    expect(whys({ model: "m-anthropic" }, { current: "mistral" })).toContain(
      "- format: suffix -anthropic: mistral does not speak anthropic",
    );
  });

  test("is part of the name where a map has the whole of it", () => {
    const setting = { current: "local", maps: maps({ local: { "team-openai": "team-openai" } }) };

    expect(way({ model: "team-openai", dialect: "openai-chat" }, setting)).toBe("local openai-chat -");
  });
});

describe("the model", () => {
  test("is by the rule, then by the map of the upstream, then by that of all", () => {
    const setting = { current: "mistral", maps: maps({ mistral: { "claude-*": "own" }, "*": { "*": "any" } }) };

    expect(way({}, setting)).toBe("mistral openai-chat own");
    expect(way({ model: "other" }, setting)).toBe("mistral openai-chat any");
    expect(way({}, { ...setting, routes: [route({ upstream: "mistral", model: "said" })] })).toBe(
      "mistral openai-chat said",
    );
    expect(whys({}, setting)).toContain("+ model: models.mistral: claude-*: own");
  });

  test("of another vendor gets one of the same size in its place; at the simulator and at the user's own addresses never", () => {
    expect(way({ model: "claude-haiku-4-5" }, { current: "mistral" })).toMatch(
      /^mistral openai-chat (ministral|mistral)/,
    );
    expect(way({}, { current: "simulator" })).toBe("simulator anthropic -");
    expect(way({}, { current: "local" })).toBe("local openai-chat -");
    expect(way({ model: "nobody-knows" }, { current: "mistral" })).toBe("mistral openai-chat -");
  });

  test("stays where the body cannot be changed and no translation writes another one", () => {
    const fixed = "the body is packed";
    const setting = { current: "anthropic", routes: [route({ model: "small" })] };

    expect(way({ fixed }, setting)).toBe("anthropic anthropic -");
    expect(whys({ fixed }, setting)).toContain("- model: body: small is not asked for: the body is packed");
    expect(way({ fixed }, { ...setting, current: "mistral" })).toBe("mistral openai-chat small");
  });

  test("that the body has twice is refused where another one would be written", () => {
    expect(way({ ambiguous: ["model"] }, { current: "anthropic", routes: [route({ model: "x" })] })).toBe(
      "ambiguous_json",
    );
    expect(way({ ambiguous: ["model"] }, { current: "anthropic" })).toBe("anthropic anthropic -");
  });
});

describe("text and images at a vendor that keeps them apart", () => {
  const wishes = { textFormat: null, textModel: "glm-4.6", imageModel: "glm-4.6v", thinking: null };
  const setting = { current: "cn", vendors: new Map([["zai", wishes]]) };
  const content = (images: number) => (): Content => ({
    unknown: null,
    images,
    tools: [],
    isThinking: false,
    inputTokens: () => 10,
  });

  test("text stays in the client's format, images go to the other one and to the model that takes them", () => {
    expect(way({ model: "glm-4.6", content: content(0) }, setting)).toBe("cn anthropic -");
    expect(way({ model: "glm-4.6", content: content(0), dialect: "openai-chat" }, setting)).toBe("cn openai-chat -");
    expect(way({ model: "glm-4.6", content: content(2) }, setting)).toBe("cn openai-chat glm-4.6v");
    expect(way({ model: "glm-4.5v", content: content(1) }, setting)).toBe("cn openai-chat -");
    expect(way({ model: "glm-4.6-anthropic", content: content(1) }, setting)).toBe("cn openai-chat glm-4.6v");
  });

  test("a setting sends text to one format", () => {
    const forced = { ...setting, vendors: new Map([["zai", { ...wishes, textFormat: "anthropic" as const }]]) };

    expect(way({ model: "glm-4.6", content: content(0), dialect: "openai-chat" }, forced)).toBe("cn anthropic -");
    expect(way({ model: "glm-4.6-openai", content: content(0) }, forced)).toBe("cn openai-chat glm-4.6");
  });

  test("another vendor's model becomes the text model, a small one stays small, and one with an image sees", () => {
    expect(way({ content: content(0) }, setting)).toBe("cn anthropic glm-4.6");
    expect(way({ model: "claude-haiku-4-5", content: content(0) }, setting)).toBe("cn anthropic glm-4.5-air");
    expect(way({ content: content(1) }, setting)).toBe("cn openai-chat glm-4.6v");
  });

  test("a body without a trace of an image is not read", () => {
    const content = () => {
      throw new Error("was read");
    };

    expect(way({ model: "glm-4.6", mayHoldImage: () => false, content }, setting)).toBe("cn anthropic -");
  });

  test("of a body that nobody can look at, the client's word counts", () => {
    const content = (): Content => ({ unknown: "its body is too large to be looked at" });

    expect(way({ model: "glm-4.6", content }, setting)).toBe("cn anthropic -");
    expect(whys({ model: "glm-4.6", content }, setting)).toContain(
      "- format: zai images: its body is too large to be looked at",
    );
  });
});

describe("what is no chat", () => {
  const plain = { dialect: null, model: null } as const;

  test("goes as it came to an upstream of its format, and is never translated", () => {
    const embeddings = { ...plain, path: "/v1/embeddings", manner: "openai-chat" } as const;

    expect(way(embeddings, { current: "mistral" })).toBe("mistral openai-chat -");
    expect(way(embeddings, { current: "cn" })).toBe("cn openai-chat -");
    expect(way({ ...embeddings, model: "mistral-embed" })).toBe("mistral openai-chat -");
    expect(way({ ...embeddings, model: "text-embedding-3-small" })).toBe("openai openai-chat -");
  });

  test("is refused where only another format has it", () => {
    const anthropicOnly = [
      at("anthropic", "only", {
        endpoints: [{ dialects: ["anthropic"], path: "", dropPrefix: "", origin: "https://only.example" }],
      }),
    ];
    const refused = (traits: Partial<Traits>): string => {
      try {
        return decide(traitsWith({ ...plain, ...traits }), tableWith(anthropicOnly, { current: "only" })).format;
      } catch (thrown) {
        return asProxyError(thrown).code;
      }
    };

    expect(refused({ path: "/v1/embeddings", manner: "openai-chat" })).toBe("dialect_unsupported");
    expect(refused({ path: "/v1/realtime", manner: "openai-chat", isSocket: true })).toBe("websocket_unsupported");
    expect(refused({ path: "/v1/messages/batches", manner: "anthropic" })).toBe("anthropic");
    expect(refused({ path: "/v1/whatever", manner: "openai-chat" })).toBe("openai-chat");
    expect(refused({ path: "/v1/responses/input_tokens", manner: "openai-responses" })).toBe("openai-responses");
  });
});
