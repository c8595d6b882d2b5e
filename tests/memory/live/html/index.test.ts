import { expect, test } from "bun:test";
import { html } from "../../../../src/memory/live/html/index.ts";
import { aboutOf } from "../../../support/about.ts";

const page = `<!doctype html>\n<html><body>${"<div class='box'><p>words</p></div>".repeat(30)}</body></html>`;

test("a page that was fetched becomes its text, and says how to get the rest", () => {
  const how = html.suits(page, aboutOf({ name: "WebFetch" }, page));
  expect(how === null ? null : html.apply(page, how, () => null)).toMatch(
    /^(words\n){30}\[HTML around this text left out: proxy-cli memory show m_\w{10}\]$/,
  );
});

test("the file of a page stays: somebody works on it", () => {
  expect(html.suits(page, aboutOf({ name: "Read", does: "read" }, page))).toBeNull();
});

test("what only has some tags in it is no page", () => {
  expect(html.suits("use <div> and <p>", aboutOf())).toBeNull();
  expect(html.suits("<Foo/>\n<Bar/>", aboutOf())).toBeNull();
});
