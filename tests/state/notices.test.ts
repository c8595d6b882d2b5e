import { expect, test } from "bun:test";
import type { Notice } from "../../src/core/notice.ts";
import { createNotices } from "../../src/state/notices.ts";

const draining: Notice = { type: "draining" };

test("everybody who listens hears, until they stop", () => {
  const notices = createNotices();
  const heard: Notice[] = [];
  const stop = notices.listen((notice) => void heard.push(notice));

  notices.send(draining);
  stop();
  notices.send(draining);

  expect(heard).toEqual([draining]);
  expect(notices.listeners()).toBe(0);
});

test("one that throws is dropped and hurts nobody", () => {
  const notices = createNotices();
  let heard = 0;
  notices.listen(() => {
    throw new Error("gone");
  });
  notices.listen(() => {
    heard++;
  });

  notices.send(draining);
  notices.send(draining);

  expect(heard).toBe(2);
  expect(notices.listeners()).toBe(1);
});
