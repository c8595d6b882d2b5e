import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Corner, controlOf, newCorner } from "../../support/program.ts";

let corner: Corner;
beforeEach(() => {
  corner = newCorner();
});
afterEach(() => corner.leave());

const models = (...words: readonly string[]) => corner.cli(["models", ...words]);
const file = () => join(corner.home, "config.yaml");
const write = (text: string): void => {
  mkdirSync(corner.home, { recursive: true, mode: 0o700 });
  writeFileSync(file(), text, { mode: 0o600 });
};

describe("models list", () => {
  test("says who has a model, what fits into it, whether it sees, what it costs", async () => {
    const { out } = await models("list", "--search", "HAIKU-4");

    expect(out).toMatch(/^dollars for a million tokens\n/);
    expect(out).toMatch(/\nMODEL +MAKER +AT +WINDOW +ANSWER +IMAGES +IN +CACHED +OUT\n/);
    expect(out).toMatch(/\nclaude-haiku-4-5 +anthropic +anthropic simulator +200k +64k +yes +1 +0\.10 +5\n/);
  });

  test("is narrowed down by upstream and by maker, and has all fields for programs", async () => {
    const cn = JSON.parse((await models("list", "--upstream", "cn", "--json")).out);
    const mistral = JSON.parse((await models("list", "--provider", "mistral", "--json")).out);
    type Row = { readonly maker: string | null; readonly upstreams: readonly { readonly name: string }[] };

    expect(cn.models.length).toBeGreaterThan(5);
    expect(cn.models.every(({ upstreams }: Row) => upstreams.some(({ name }) => name === "cn"))).toBe(true);
    expect(mistral.models.every(({ maker }: Row) => maker === "mistral")).toBe(true);
    expect(mistral.models.find(({ name }: { readonly name: string }) => name === "mistral-large-latest")).toMatchObject(
      {
        ...{ size: "large", window: 262_144, vision: true, becomes: null, aliases: [] },
        usd_per_million: { input: 0.5, cache_read: 0.05, output: 1.5 },
      },
    );
    expect((await models("list", "nonesuch")).out).toContain("no model of that name");
  });

  test("at an upstream of another vendor it says what each becomes", async () => {
    write("upstream: cn\n");

    const { out } = await models("list", "haiku-4");

    expect(out).toMatch(/ AT CN\n/);
    expect(out).toMatch(/\nclaude-haiku-4-5 .* glm-4\.5-air\n/);
  });

  test("with a daemon too, and with the same words", async () => {
    const without = await models("list", "glm-4.6");
    await corner.cli(["start"]);

    expect((await models("list", "glm-4.6")).out).toBe(without.out);
  });
});

describe("models show", () => {
  test("says everything of one model, and what it becomes at each upstream", async () => {
    const { out } = await models("show", "claude-haiku-4-5");

    expect(out).toContain("maker                   anthropic, one of its small ones\n");
    expect(out).toMatch(/\nat anthropic +its vendor has it; window 200,000; answers to 64,000; takes images; \$1 in, /);
    expect(out).toMatch(
      /\nasked at cn +glm-4\.5-air +model map: Anthropic makes claude-haiku-4-5; the small model of /,
    );
    expect(out).not.toContain("asked at simulator");
  });

  test("a model that nobody has is told with the nearest", async () => {
    const { code, err } = await models("show", "claude-haiku-4-6");

    expect(code).toBe(2);
    expect(err).toContain('no upstream here is known to have a model "claude-haiku-4-6"');
    expect(err).toContain("try: proxy-cli models show claude-haiku-4-5");
  });
});

describe("models alias", () => {
  test("a name of one's own counts at once, comments stay, and undo takes it back", async () => {
    const before = "# mine\nupstream: auto # as it was\n";
    write(before);
    await corner.cli(["start"]);

    const { out } = await models("alias", "fast", "gpt-5.4-nano");

    expect(out).toMatch(
      /ok {2}fast means gpt-5\.4-nano at every upstream {3}in .*config\.yaml\n {4}in force now; back: /,
    );
    expect(readFileSync(file(), "utf8")).toStartWith(before);
    expect(readFileSync(file(), "utf8")).toContain('models:\n  "*":\n    fast: gpt-5.4-nano\n');
    expect((await controlOf(corner).models({ upstream: null })).aliases).toEqual([
      { upstream: "*", name: "fast", model: "gpt-5.4-nano" },
    ]);
    expect((await corner.cli(["config", "undo"])).out).toContain("took back: models alias fast gpt-5.4-nano");
    expect(readFileSync(file(), "utf8")).toBe(before);
  });

  test("at one upstream alone, with a pattern; the list has it, and it can be forgotten", async () => {
    await models("alias", "claude-*", "glm-4.7", "--upstream", "cn");
    await models("alias", "big", "claude-opus-5-5");

    expect((await models("alias")).out).toMatch(
      /^NAME +MEANS +AT\nclaude-\* +glm-4\.7 +cn\nbig +claude-opus-5-5 +every upstream\n$/,
    );
    expect((await models("show", "claude-opus-5-5")).out).toMatch(/\nalso called +big at every upstream\n/);
    expect((await models("alias", "claude-*", "--remove", "--upstream", "cn")).out).toContain("is itself again at cn");
    expect((await models("alias", "claude-*", "--remove", "--upstream", "cn")).out).toContain("nothing was said of");
    expect(JSON.parse((await models("alias", "--json")).out).aliases).toHaveLength(1);
  });

  test("a model that nobody knows may be meant all the same, and that is said", async () => {
    expect((await models("alias", "mine", "qwen-9")).out).toContain("nobody here knows qwen-9");
  });
});

test.each(["c d", "", "gpt-*", "b\nc", "b\u001b[31mc", "x".repeat(300)])(
  "%j is no model, neither for an alias nor for a switch, and nothing of it reaches the terminal as it is",
  async (name) => {
    for (const words of [
      ["alias", "mine", name],
      ["switch", name],
    ]) {
      const { code, out, err } = await models(...words);

      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain("cannot be the name of one model");
      expect(err).not.toContain("\u001b");
      expect(err.length).toBeLessThan(300);
      expect(existsSync(file())).toBe(false);
    }
  },
);

describe("models switch", () => {
  test("every model becomes this one, but for names that mean something; - goes back", async () => {
    write("upstream: cn\n");
    await models("alias", "big", "glm-5.3", "--upstream", "cn");

    const { out } = await models("switch", "glm-4.7");

    expect(out).toContain("ok  every model at cn becomes glm-4.7");
    expect(out).toContain("also the small ones that tools ask for by themselves");
    expect(out).toContain("these names mean what they meant: big");
    expect(out).toContain("back:  proxy-cli models switch - --upstream cn");
    expect(JSON.parse((await models("show", "claude-opus-5-5", "--json")).out)).toMatchObject({
      becomes: { model: "glm-4.7", why: "models.cn: *: glm-4.7" },
    });
    expect((await models("switch", "-")).out).toContain("models at cn are what clients ask for again");
    expect((await models("switch", "-")).out).toContain("nothing was switched at cn");
  });

  test("without an upstream of its own it is so at every one", async () => {
    expect((await models("switch", "gpt-5.6-terra")).out).toContain(
      "every model at every upstream becomes gpt-5.6-terra",
    );
  });
});

test.each([
  [["show"], "models show needs the name of a model"],
  [["alias", "x"], 'needs the model that "x" is to mean'],
  [["alias", "a b", "c"], '"a b" cannot be the name of a model'],
  [["alias", "x", "y", "--upstream", "cnn"], 'no upstream "cnn"'],
  [["switch"], "needs the model that all others become"],
  [["switch", "glm-*"], "cannot be the name of one model"],
  [["list", "--provider", "mistrl"], "models list --provider mistral"],
  [["list", "--upstream", "cnn"], "cnn"],
  [["shw"], "proxy-cli models show"],
])("models %j changes nothing and says why", async (words, why) => {
  const { code, err } = await models(...words);

  expect(code).not.toBe(0);
  expect(err).toContain(why);
  expect(existsSync(file())).toBe(false);
});

test("model is another word for it", async () => {
  expect((await corner.cli(["model", "list", "haiku-4"])).out).toContain("claude-haiku-4-5");
});
