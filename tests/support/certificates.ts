import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import tls from "node:tls";
import { scratchFolder } from "./scratch.ts";

/** A certificate and its key, as PEM. */
export type Certificate = { readonly cert: string; readonly key: string };

/** An authority that nobody knows, and what it has signed. */
export type Authority = {
  /** The file with its own certificate. */
  readonly file: string;
  /** For these names (`DNS:x`, `IP:x`), valid for so many days; negative = over. */
  readonly sign: (names: string, days?: number) => Certificate;
  readonly selfSigned: (names: string) => Certificate;
};

/** Makes one with openssl, in a folder of its own. */
export const makeAuthority = (): Authority => {
  const folder = scratchFolder();
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void => {
    if (Bun.which("openssl") === null) throw new Error("These tests need openssl (Debian: apt-get install openssl).");
    const { exitCode, stderr } = Bun.spawnSync(["openssl", ...args], { cwd: folder, stderr: "pipe" });
    if (exitCode !== 0) throw new Error(`openssl ${args[0]}: ${stderr.toString()}`);
  };
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const pair = (name: string): Certificate => ({
    cert: readFileSync(at(`${name}.pem`), "utf8"),
    key: readFileSync(at(`${name}.key`), "utf8"),
  });
  const own = (name: string, subject: string, extension: string): void =>
    openssl(
      ...["req", "-x509", ...newKey, "-keyout", `${name}.key`, "-out", `${name}.pem`, "-days", "30", "-subj", subject],
      ...["-addext", extension],
    );
  own("ca", "/CN=Test authority", "keyUsage=critical,keyCertSign");
  let serial = 0;
  return {
    file: at("ca.pem"),
    sign: (names, days = 30) => {
      const name = `leaf${serial++}`;
      openssl("req", ...newKey, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", "/CN=leaf");
      writeFileSync(at(`${name}.ext`), `subjectAltName=${names}\n`);
      openssl(
        ...["x509", "-req", "-in", `${name}.csr`, "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"],
        ...["-out", `${name}.pem`, "-extfile", `${name}.ext`, "-days", String(days)],
      );
      return pair(name);
    },
    selfSigned: (names) => {
      const name = `self${serial++}`;
      own(name, "/CN=self", `subjectAltName=${names}`);
      return pair(name);
    },
  };
};

/** A vendor behind TLS. */
export type TlsVendor = {
  readonly port: number;
  /** Everything that came through the encryption, connection after connection. */
  readonly received: () => string;
  /** Whether connections stay open after the answer. */
  readonly keepOpen: (stays: boolean) => void;
  readonly stop: () => void;
};

/** Listens on a free port of 127.0.0.1, gives each request this answer and closes. */
export const startTlsVendor = async (certificate: Certificate, answer: () => Uint8Array): Promise<TlsVendor> => {
  let received = "";
  let stays = false;
  const server = tls.createServer(certificate, (socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (bytes: Buffer) => {
      received += bytes.toString("latin1");
      if (stays) socket.write(answer());
      else socket.end(answer());
    });
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    received: () => received,
    keepOpen: (next) => {
      stays = next;
    },
    stop: () => void server.close(),
  };
};
