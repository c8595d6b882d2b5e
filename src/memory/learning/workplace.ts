/** So much of a body is looked at: tools tell their folder before anything else. */
const lookedAtBytes = 1 << 20;

/** What tools write before the folder that they work in: Claude Code, Codex, Cline and its like, opencode, Gemini CLI, Cursor. */
const introductions = [
  "working directory(?: is)?: ?",
  "current working directory \\(",
  "<cwd>",
  "working in the directory: ?",
  "workspace path: ?",
].join("|");

/** A path, as JSON has it: up to the end of its line, of its text, or of what stands around it. */
const told = new RegExp(`(?:${introductions})((?:/|~|[a-z]:)(?:[^"\\\\<)\\n]|\\\\\\\\){0,500})`, "i");

/** The folder that a request tells that its program works in, as its JSON has it; null where it tells none. */
export const workplaceIn = (body: Uint8Array): string | null => {
  const text = Buffer.from(body.buffer, body.byteOffset, Math.min(body.length, lookedAtBytes)).toString("utf8");
  return told.exec(text)?.[1]?.trimEnd() ?? null;
};
