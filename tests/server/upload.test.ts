import { expect, test } from "bun:test";
import { ProxyError } from "../../src/core/errors.ts";
import { uploadOf } from "../../src/server/upload.ts";
import { createWatchdog } from "../../src/upstream/watchdog.ts";
import { stoppedClock } from "../support/exchange.ts";

const broken = () => new ProxyError("client_left", "Gone.");

/** An upload whose chunks the test sends, on a clock that it moves. */
const uploading = () => {
  const clock = stoppedClock();
  const watchdog = createWatchdog(clock.tick, 60_000);
  const sent = Promise.withResolvers<ReadableStreamDefaultController<Uint8Array>>();
  const source = new ReadableStream<Uint8Array>({ start: sent.resolve });
  const upload = uploadOf(
    source,
    1000,
    watchdog.watch(() => undefined),
    broken,
  );
  const later = (ms: number): void => {
    clock.advance(ms);
    watchdog.sweep();
  };
  return { upload, later, controller: sent.promise, watching: watchdog.watching };
};

test("chunks come as they are sent, then the end", async () => {
  const { upload, controller, watching } = uploading();
  (await controller).enqueue(new Uint8Array(3));
  (await controller).close();

  expect((await upload.next())?.length).toBe(3);
  expect(upload.isWhole()).toBe(false);
  expect(await upload.next()).toBeNull();
  expect(upload.isWhole()).toBe(true);
  expect(watching()).toBe(0);
});

test("waiting for a chunk has a limit, time in which nobody asks for one has none", async () => {
  const { upload, controller, later } = uploading();
  (await controller).enqueue(new Uint8Array(3));
  await upload.next();
  later(5000);
  const waiting = upload.next();
  later(900);
  (await controller).enqueue(new Uint8Array(1));
  expect((await waiting)?.length).toBe(1);

  const stalled = upload.next();
  later(1000);

  await expect(stalled).rejects.toMatchObject({ code: "upload_stalled" });
  expect(upload.failure()?.code).toBe("upload_stalled");
  expect(upload.isWhole()).toBe(false);
});

test("a broken connection is told as what it is", async () => {
  const { upload, controller } = uploading();
  (await controller).error(new Error("reset"));

  await expect(upload.next()).rejects.toMatchObject({ code: "client_left" });
});

test("an upload that is given up is never taken for a whole one", async () => {
  const { upload } = uploading();
  const waiting = upload.next();
  upload.end();
  await waiting;

  expect(upload.isWhole()).toBe(false);
});
