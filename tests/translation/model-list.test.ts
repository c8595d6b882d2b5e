import { describe, expect, test } from "bun:test";
import type { ListedModel } from "../../src/core/listed-model.ts";
import { nextPage, readModelList, writeModel, writeModelList } from "../../src/translation/model-list.ts";

const anthropic = {
  data: [
    { type: "model", id: "claude-a", display_name: "Claude A", created_at: "2026-01-02T03:04:05Z", capabilities: {} },
    { type: "model", id: "claude-b", display_name: "Claude B", created_at: "2025-01-01T00:00:00Z" },
  ],
  has_more: false,
};
const openai = {
  object: "list",
  data: [{ id: "gpt-a", object: "model", created: 1_700_000_000, owned_by: "system", permission: [] }],
};
const mistral = {
  object: "list",
  data: [{ id: "m-a", object: "model", created: 1, owned_by: "mistralai", max_context_length: 32_768, name: "m-a" }],
};
const gemini = {
  models: [
    {
      ...{ name: "models/gemini-a", version: "1", displayName: "Gemini A", inputTokenLimit: 9, outputTokenLimit: 3 },
      supportedGenerationMethods: ["embedContent"],
    },
  ],
};

const read = (body: unknown): readonly ListedModel[] => {
  const models = readModelList(body);
  if (models === null) throw new Error("no list");
  return models;
};

const none = new URLSearchParams();

describe("a list of models is read in whichever shape it comes", () => {
  test("Anthropic's", () => {
    expect(read(anthropic)[0]).toMatchObject({
      ...{ id: "claude-a", label: "Claude A", createdAt: Date.UTC(2026, 0, 2, 3, 4, 5), owner: null },
    });
  });

  test("OpenAI's, and that of those who took it over", () => {
    expect(read(openai)[0]).toMatchObject({ id: "gpt-a", createdAt: 1_700_000_000_000, owner: "system", label: null });
    expect(read(mistral)[0]).toMatchObject({ id: "m-a", windowTokens: 32_768, label: null, owner: "mistralai" });
  });

  test("Google's", () => {
    expect(read(gemini)[0]).toMatchObject({
      ...{ id: "gemini-a", label: "Gemini A", windowTokens: 9, maxOutputTokens: 3, methods: ["embedContent"] },
    });
  });

  test("what is none is none, and what has no name in it is left out", () => {
    for (const body of [null, [], "x", {}, { data: {} }, { error: { message: "no" } }])
      expect(readModelList(body)).toBeNull();
    expect(readModelList({ data: [{}, 1, null, { id: 5 }, { id: "a" }] })?.map(({ id }) => id)).toEqual(["a"]);
  });

  test("it says where it goes on", () => {
    expect(nextPage({ has_more: true, last_id: "claude-b" })).toEqual({ name: "after_id", value: "claude-b" });
    expect(nextPage({ models: [], nextPageToken: "t" })).toEqual({ name: "pageToken", value: "t" });
    for (const body of [anthropic, openai, gemini, null]) expect(nextPage(body)).toBeNull();
  });
});

describe("and written in the shape of who asks", () => {
  test("a client of the same format gets the entry as its vendor wrote it", () => {
    expect(writeModelList(read(anthropic), "anthropic", none)).toEqual({
      ...anthropic,
      ...{ first_id: "claude-a", last_id: "claude-b" },
    });
    expect(writeModelList(read(openai), "openai", none)).toEqual(openai);
    expect(writeModelList(read(gemini), "gemini", none)).toEqual(gemini);
  });

  test("all others get what their SDK reads", () => {
    const models = [...read(anthropic).slice(0, 1), ...read(mistral), ...read(gemini)];

    expect(writeModelList(models, "openai", none)).toEqual({
      object: "list",
      data: [
        { id: "claude-a", object: "model", created: Date.UTC(2026, 0, 2, 3, 4, 5) / 1000, owned_by: "unknown" },
        mistral.data[0],
        { id: "gemini-a", object: "model", created: 0, owned_by: "unknown" },
      ],
    });
    expect(writeModelList(models, "gemini", none)).toMatchObject({
      models: [
        {
          name: "models/claude-a",
          displayName: "Claude A",
          supportedGenerationMethods: ["generateContent", "countTokens"],
        },
        { name: "models/m-a", displayName: "m-a", inputTokenLimit: 32_768 },
        gemini.models[0],
      ],
    });
    expect(writeModel(read(gemini)[0] as ListedModel, "anthropic")).toEqual({
      ...{ type: "model", id: "gemini-a", display_name: "Gemini A", created_at: "1970-01-01T00:00:00Z" },
    });
  });
});

describe("a list comes in pages where the format has them", () => {
  const models = read({ data: Array.from({ length: 45 }, (_, at) => ({ id: `m${at}`, object: "model" })) });

  const pagesOf = (shape: "anthropic" | "gemini", size: string): readonly string[] => {
    const seen: string[] = [];
    for (let query = new URLSearchParams(size); ; ) {
      const page = writeModelList(models, shape, query);
      seen.push(...read(page).map(({ id }) => id));
      const next = nextPage(page);
      if (next === null) return seen;
      query = new URLSearchParams(`${size}&${next.name}=${encodeURIComponent(next.value)}`);
    }
  };

  test("page after page is the whole list, once", () => {
    const all = models.map(({ id }) => id);
    for (const size of ["", "limit=7", "limit=1000", "limit=45"]) expect(pagesOf("anthropic", size)).toEqual(all);
    for (const size of ["", "pageSize=7", "pageSize=45", "pageSize=5000"]) expect(pagesOf("gemini", size)).toEqual(all);
  });

  test("Anthropic's may be gone through backwards", () => {
    const page = writeModelList(models, "anthropic", new URLSearchParams("limit=3&before_id=m10"));

    expect(page).toMatchObject({ first_id: "m7", last_id: "m9", has_more: true });
  });

  test("a page of nonsense is the first one", () => {
    expect(writeModelList(models, "anthropic", new URLSearchParams("limit=x&after_id=gone"))).toMatchObject({
      ...{ first_id: "m0", last_id: "m19", has_more: true },
    });
    expect(writeModelList(models, "gemini", new URLSearchParams("pageToken=x&pageSize=-4"))).toMatchObject({
      models: [{ name: "models/m0" }],
    });
  });
});
