import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { expectRefusal, expectWhole, type FaultBench, headerOf, startBench } from "../support/fault-bench.ts";
import { fin, read, send } from "../support/faultd.ts";
import { everyFormat, everyWay, type Format } from "../support/formats.ts";
import { answerText } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench();
});
afterAll(() => bench.stop());

const bodyText = (client: RawClient): string => Buffer.from(client.message().body).toString();

const bodiless: readonly {
  readonly what: string;
  readonly answer: string;
  readonly status: number;
  readonly method: string;
}[] = [
  { what: "a 204", answer: "HTTP/1.1 204 No Content\r\n\r\n", status: 204, method: "POST" },
  {
    what: "a 204 with a length",
    answer: "HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n",
    status: 204,
    method: "POST",
  },
  { what: "a 205", answer: "HTTP/1.1 205 Reset Content\r\ncontent-length: 0\r\n\r\n", status: 205, method: "POST" },
  {
    what: "a 304 with a length",
    answer: 'HTTP/1.1 304 Not Modified\r\ncontent-length: 53\r\netag: "a"\r\n\r\n',
    status: 304,
    method: "GET",
  },
  {
    what: "a HEAD with a length",
    answer: "HTTP/1.1 200 OK\r\ncontent-length: 53\r\n\r\n",
    status: 200,
    method: "HEAD",
  },
  {
    what: "a HEAD in chunks",
    answer: "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
    status: 200,
    method: "HEAD",
  },
  { what: "an empty 200", answer: "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", status: 200, method: "GET" },
];

const bodilessRequest = (format: Format, method: string): string => {
  const headers = {
    host: `127.0.0.1:${bench.daemon.port}`,
    ...format.headers,
    connection: "close",
    "content-length": "0",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${format.path(false)} HTTP/1.1\r\n${lines.join("")}\r\n`;
};

describe.each(everyFormat)("$way", ({ format }) => {
  test.each(bodiless.map((one) => [one.what, one] as const))(
    "U-27: %s has no body and does not hang",
    async (_, one) => {
      const { answer, status, method } = one;
      bench.vendor.play(read("headers"), send(answer), read(1_000_000_000));
      const client = await connectRaw(bench.daemon.port, method === "HEAD");
      client.write(bodilessRequest(format, method));
      await client.until("the answer ends", () => client.end() !== null);

      expect(client.message().startLine).toStartWith(`HTTP/1.1 ${status}`);
      expect(client.message().rest.length + client.message().body.length).toBe(0);
      await bench.afterwards({ outcome: "--", status });
    },
  );
});

describe.each(everyWay)("$way", ({ format, stream }) => {
  test("U-19: a body that is shorter than announced is an error, never padded and never a clean end", async () => {
    const short = answerText(format.answer, "200 OK", { "content-length": String(format.answer.length + 50) });
    const client = await bench.fault(format, stream, [read("all"), send(short), fin]);

    expectRefusal(client, format, 502, "upstream_closed");
    await bench.afterwards({ outcome: "SH", error: "upstream_closed", status: 502 });
  });

  test("U-19: a large body that is shorter than announced breaks off at the client too", async () => {
    const large = "y".repeat(300_000);
    const client = await bench.fault(format, stream, [
      read("all"),
      send(answerText(large, "200 OK", { "content-length": "400000" })),
      fin,
    ]);

    expect(client.message().isDone).toBe(false);
    expect(client.message().body.length).toBeLessThanOrEqual(300_000);
    await bench.afterwards({ outcome: "SD", error: "upstream_cut", status: 200 });
  });

  test("U-25: a vendor's HTML error page is passed on as it is", async () => {
    const page = "<html><h1>502 Bad Gateway</h1>\u001b[31m</html>";
    const client = await bench.fault(format, stream, [
      read("all"),
      send(answerText(page, "502 Bad Gateway", { "content-type": "text/html" })),
    ]);

    expect(bodyText(client)).toBe(page);
    expect(headerOf(client, "content-type")).toBe("text/html");
    await bench.afterwards({ outcome: "--", status: 502 });
  });

  test("U-41: a body that ends with the connection is passed on whole", async () => {
    const client = await bench.fault(format, stream, [
      read("all"),
      send(`HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n${format.answer}`),
      fin,
    ]);

    expectWhole(client, format.answer);
    await bench.afterwards({ outcome: "--", status: 200 });
  });
});
