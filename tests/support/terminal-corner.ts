import { afterEach, beforeEach } from "bun:test";
import { type Corner, newCorner } from "./program.ts";
import type { TestTerminal } from "./terminal.ts";

/** Where each test of a file is: a corner of its own, and the terminal that it has opened there. */
export type TerminalCorner = { corner: Corner; terminal: TestTerminal | null };

/** Has each test of this file begin in a new corner; afterwards its terminal is closed, and then `leaving` is done. */
export const terminalCorner = (
  leaving: (corner: Corner) => Promise<unknown> = async () => undefined,
): TerminalCorner => {
  const here = { terminal: null } as unknown as TerminalCorner; // no test runs before it has a corner
  beforeEach(() => {
    here.corner = newCorner();
  });
  afterEach(async () => {
    here.terminal?.close();
    await here.terminal?.exited;
    here.terminal = null;
    await leaving(here.corner);
    await here.corner.leave();
  });
  return here;
};
