import { expect, test } from "bun:test";
import { createOutbox } from "../../../scripts/bench/outbox.ts";

test("a socket that takes little at a time gets all bytes in their order", () => {
  let taken = "";
  let room = 0;
  const socket = {
    write: (bytes: Uint8Array) => {
      const part = bytes.subarray(0, room);
      taken += Buffer.from(part).toString();
      room -= part.length;
      return part.length;
    },
  };
  const outbox = createOutbox();

  outbox.send(socket, Buffer.from("abcdef"));
  outbox.send(socket, Buffer.from("ghi"));
  for (let turn = 0; turn < 5; turn++) {
    room = 2;
    outbox.drain(socket);
  }

  expect(taken).toBe("abcdefghi");
});
