/** Why a Redis cannot be used, in words that hold no address, no password and nothing that was stored. */
export class Trouble extends Error {
  /** The word that its refusal began with; null where it has not refused: then nobody knows what has become of it. */
  readonly word: string | null;

  constructor(message: string, word: string | null = null) {
    super(message);
    this.word = word;
  }

  /** Whether it has answered, and refused. */
  get isTheirs(): boolean {
    return this.word !== null;
  }

  /** Whether this one value is wrong, and no other. */
  get isAboutOne(): boolean {
    return this.word === "WRONGTYPE";
  }
}

/** What a Redis says when it refuses, by the word that its errors begin with. */
const theirs: Readonly<Record<string, string>> = {
  WRONGPASS: "it refuses the name or the password",
  NOAUTH: "it wants a password",
  NOPERM: "its user may not do that",
  OOM: "it is full (OOM)",
  READONLY: "it can only be read (READONLY)",
  MASTERDOWN: "its master is down (MASTERDOWN)",
  MOVED: "it is part of a cluster; one single server is wanted (MOVED)",
  ASK: "it is part of a cluster; one single server is wanted (ASK)",
  CLUSTERDOWN: "it is part of a cluster that is down (CLUSTERDOWN)",
  LOADING: "it is still loading its data (LOADING)",
  BUSY: "it is busy with a script (BUSY)",
  MISCONF: "it cannot save to its disk (MISCONF)",
  STALE: "another connection of this daemon has taken its place",
};

/** What a system says of a connection. */
const ours: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "it hung up",
  EPIPE: "it hung up",
  ETIMEDOUT: "it does not answer",
  ENOTFOUND: "its name is not known",
  EAI_AGAIN: "its name cannot be looked up",
  EHOSTUNREACH: "no way to its host",
  ENETUNREACH: "no way to its network",
  EMFILE: "too many open files",
};

const notTrusted = "its certificate is not trusted (?cacert= names the file of one that is)";

/** What is wrong with a certificate, its or ours, by OpenSSL's names. */
const certificates: Readonly<Record<string, string>> = {
  ENOENT: "a file of certificates in its address is not there",
  EACCES: "a file of certificates in its address cannot be read",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: notTrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: notTrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: notTrusted,
  SELF_SIGNED_CERT_IN_CHAIN: notTrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  CERT_HAS_EXPIRED: "its certificate has expired",
};

/** The trouble in whatever was thrown; its own message is never passed on. */
export const troubleFrom = (thrown: unknown): Trouble => {
  if (thrown instanceof Trouble) return thrown;
  if (!(thrown instanceof Error)) return new Trouble("it failed");
  if (thrown.name === "ReplyError") return refused(thrown.message);
  if (/Unknown RESP type|Protocol error|ParserError/.test(`${thrown.name} ${thrown.message}`)) return noRedis();
  const code = "code" in thrown ? String(thrown.code) : "";
  if (code in certificates || /CERT|TLS|SSL/.test(code))
    return new Trouble(certificates[code] ?? `its certificate is not accepted (${code})`);
  return new Trouble(ours[code] ?? (/ETIMEDOUT|timed out/.test(thrown.message) ? "it does not answer" : "it hung up"));
};

const refused = (message: string): Trouble => {
  const [word = ""] = message.split(" ", 1);
  if (/invalid password|without any password|invalid username/i.test(message))
    return new Trouble(theirs["WRONGPASS"] ?? "", "WRONGPASS");
  const isWord = /^[A-Z]{2,20}$/.test(word);
  return new Trouble(theirs[word] ?? (isWord ? `it refuses (${word})` : "it refuses"), isWord ? word : "?");
};

/** Whatever is there, it is something else. */
export const noRedis = (): Trouble => new Trouble("what answers there is no Redis", "?");
