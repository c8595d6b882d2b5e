import { expect, test } from "bun:test";
import { listing } from "../../../src/memory/live/listing.ts";

const entries = [
  "total 360",
  "drwxr-xr-x   8 root root    4096 Apr 30 08:32 .",
  "drwxr-xr-x@ 25 me   staff    800 Nov 20 2025 two words",
  "-rw-r--r--   1 root root   51200 Apr 30 08:32 ast.c",
  "-rwxr-xr-x.  1 root root    1.2K Apr  3 08:32 run.sh",
  "lrwxrwxrwx   1 root root       7 Apr 30 08:32 lib -> usr/lib",
  "-rw-r--r--   1 root root       9 2024-04-30 08:32 a.txt",
  "-rw-r--r--   1 root root       9 2024-04-30 08:32:11.123 +0200 b.txt",
  "-rw-r--r--   1 root root       9 Apr 30 08:32 c.txt",
  "ls: cannot open directory 'x': Permission denied",
];

test("of a listing the names, sizes and links stay, and every other line", () => {
  expect(listing.apply(entries.join("\n"), { id: "m_1" }, () => null)?.split("\n")).toEqual([
    ...[
      "total 360",
      "./",
      "two words/",
      "51200 ast.c",
      "1.2K run.sh*",
      "7 lib -> usr/lib",
      "9 a.txt",
      "9 b.txt",
      "9 c.txt",
    ],
    "ls: cannot open directory 'x': Permission denied",
    "[rights, owners and dates left out: proxy-cli memory show m_1]",
  ]);
});

test("a few entries stay as they are", () => {
  expect(listing.apply(entries.slice(0, 4).join("\n"), { id: "m_1" }, () => null)).toBeNull();
});
