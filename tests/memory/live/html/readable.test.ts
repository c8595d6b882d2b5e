import { expect, test } from "bun:test";
import { readable } from "../../../../src/memory/live/html/readable.ts";

test("a page is told as its reader sees it", () => {
  const page = `<!DOCTYPE html><html><head><title>The &amp; page</title><style>p { color: red }</style>
    <script>if (a < b) alert("x")</script></head><body><!-- <p>no</p> --><h1 class="x">Begin</h1>
    <p>Some <b>bold</b>
    words, 3 &lt; 4 &#8212; &#x41;.</p><ul><li>one</li><li><a href="/two?a=1&amp;b=2">two</a></li></ul>
    <table><tr><th>k</th><td>v</td></tr></table><a href="/two?a=1&amp;b=2">again</a><svg><text>no</text></svg>
    <img src=x alt="a cat"></body></html>`;
  expect(readable(page)).toBe(
    [
      ...["# The & page", "# Begin", "Some bold words, 3 < 4 — A.", "- one", "- [two](/two?a=1&b=2)", "k | v |"],
      "again a cat",
    ].join("\n"),
  );
});

test("signs that open nothing, and tags that never close, are no end", () => {
  expect(readable("a < b <br>and c")).toBe("a < b\nand c");
  expect(readable("a <b")).toBe("a <b");
});
