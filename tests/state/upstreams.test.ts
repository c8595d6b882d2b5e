import { expect, test } from "bun:test";
import { asProxyError } from "../../src/core/errors.ts";
import type { ChoiceStore, Choices } from "../../src/state/choices.ts";
import { createUpstreams, unknownUpstream } from "../../src/state/upstreams.ts";
import { upstreamOf } from "../support/exchange.ts";

const storeOf = (fail = false) => {
  const written: Choices[] = [];
  const store: ChoiceStore = {
    read: () => ({ upstream: null, previousUpstream: "google" }),
    write: async (choices) => {
      if (fail) throw new Error("disk full");
      written.push(choices);
    },
  };
  return { store, written };
};
const known = [upstreamOf("anthropic"), upstreamOf("openai")];

test("a switch is written before it counts, and knows the way back", async () => {
  const { store, written } = storeOf();
  const upstreams = createUpstreams(known, "auto", store);
  expect(upstreams.previous()).toBe("google");

  await upstreams.switchTo("openai");

  expect([upstreams.current(), upstreams.previous()]).toEqual(["openai", "auto"]);
  expect(written).toEqual([{ upstream: "openai", previousUpstream: "auto" }]);
});

test("a switch that cannot be written has not happened", async () => {
  const upstreams = createUpstreams(known, "auto", storeOf(true).store);

  await expect(upstreams.switchTo("openai")).rejects.toThrow("disk full");
  expect(upstreams.current()).toBe("auto");
});

test("a switch to where we are writes nothing", async () => {
  const { store, written } = storeOf();

  await createUpstreams(known, "openai", store).switchTo("openai");

  expect(written).toEqual([]);
});

test("a name that is none is an error with the nearest one", async () => {
  const upstreams = createUpstreams(known, "auto", storeOf().store);

  await expect(upstreams.switchTo("opnai")).rejects.toMatchObject({ code: "upstream_unknown" });
  expect(unknownUpstream("opnai", ["openai"]).hint).toContain("openai");
  expect(unknownUpstream("nothing-like-it", ["anthropic"]).hint).toBe("Try: proxy-cli upstreams");
  expect(asProxyError(unknownUpstream("x", [])).message).toContain("auto");
});

test("W-04 a current upstream that is gone after a reload becomes auto, and that is told apart", () => {
  const upstreams = createUpstreams(known, "openai", storeOf().store);

  void upstreams.replace([upstreamOf("anthropic")], null);

  expect(upstreams.current()).toBe("auto");
  expect(upstreams.chosenBy()).toBe("fallback");
  expect(upstreams.all().map(({ name }) => name)).toEqual(["anthropic"]);
});

test("a reload that names another upstream has it at once, and writes it over an older switch", async () => {
  const { store, written } = storeOf();
  const upstreams = createUpstreams(known, "anthropic", store, "switch");

  const kept = upstreams.replace(known, "openai");

  expect([upstreams.current(), upstreams.previous(), upstreams.chosenBy()]).toEqual(["openai", "anthropic", "setting"]);
  await kept;
  expect(written).toEqual([{ upstream: "openai", previousUpstream: "anthropic" }]);
});

test("W-04 a switch to what a reload takes away while it is written has not happened", async () => {
  const { store } = storeOf();
  const writing = Promise.withResolvers<void>();
  const upstreams = createUpstreams(known, "anthropic", { ...store, write: () => writing.promise });

  const switching = upstreams.switchTo("openai");
  void upstreams.replace([upstreamOf("anthropic")], null);
  writing.resolve();

  await expect(switching).rejects.toMatchObject({ code: "upstream_unknown" });
  expect(upstreams.current()).toBe("anthropic");
});

test("switches at once happen one after the other, and each says what it left", async () => {
  const { store, written } = storeOf();
  const upstreams = createUpstreams(known, "auto", store);

  const left = await Promise.all(["openai", "anthropic", "openai"].map((name) => upstreams.switchTo(name)));

  expect(left).toEqual(["auto", "openai", "anthropic"]);
  expect(written.map(({ upstream }) => upstream)).toEqual(["openai", "anthropic", "openai"]);
  expect([upstreams.current(), upstreams.previous()]).toEqual(["openai", "anthropic"]);
});
