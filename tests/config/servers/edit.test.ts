import { expect, test } from "bun:test";
import { serversIn, withKeysOf, withoutKeys, withoutServer, withServer } from "../../../src/config/servers/edit.ts";

const text = `# mine
work: # the company's
  endpoint: https://llm.example.com   # ask Ann
  type: anthropic

home: { endpoint: "http://127.0.0.1:1", type: openai }
`;

test("a field is changed in its place; comments, order and quotes stay", () => {
  expect(withServer(text, "work", { endpoint: "https://new.example.com" })).toBe(
    text.replace("https://llm.example.com", "https://new.example.com"),
  );
  expect(withServer(text, "home", { type: "mistral" })).toBe(text.replace("openai", "mistral"));
});

test("what is new is added, to an upstream and to the file", () => {
  expect(serversIn(withServer(text, "work", { api_key: "${WORK_KEY}", private: true }))["work"]).toEqual({
    endpoint: "https://llm.example.com",
    type: "anthropic",
    api_key: "${WORK_KEY}",
    private: true,
  });
  const made = withServer(null, "cn", { "endpoints.anthropic": "https://a.example", region: "x: y # z" });
  expect(made).toStartWith("# Your upstreams.");
  expect(serversIn(made)).toEqual({ cn: { endpoints: { anthropic: "https://a.example" }, region: "x: y # z" } });
});

test("a field is taken out, and a whole upstream", () => {
  expect(serversIn(withServer(text, "work", { type: null }))["work"]).toEqual({ endpoint: "https://llm.example.com" });
  expect(withoutServer(text, "home")).toBe(text.slice(0, text.indexOf("home:")));
  expect(withoutServer(text, "nobody")).toBe(text);
});

test("what only a person can change is left to one", () => {
  expect(() => withServer("work: &w { type: openai }\nhome: *w\n", "home", { type: "google" })).toThrow(
    expect.objectContaining({ code: "config_invalid", hint: "Nothing was changed. Try: proxy-cli upstreams edit" }),
  );
});

test("a file that is no map of upstreams has none", () => {
  for (const odd of [null, "", "- a", "{", "work:"])
    expect(Object.values(serversIn(odd)).flatMap(Object.keys)).toEqual([]);
});

test("S-24: a text without its keys says the same otherwise, and takes them back from another", () => {
  const text = "# mine\nwork:\n  endpoint: https://a.example # here\n  api_key: sk-1\nhome:\n  api_key: ${HOME_KEY}\n";
  const without = withoutKeys(text);

  expect(without).toBe("# mine\nwork:\n  endpoint: https://a.example # here\nhome:\n  api_key: ${HOME_KEY}\n");
  expect(serversIn(withKeysOf(without, text))).toEqual(serversIn(text));
  expect(withKeysOf("other:\n  endpoint: https://b.example\n", text)).not.toContain("sk-1");
});
