import { expect, test } from "bun:test";
import { editingModes, isEditing, memoryModes } from "../../src/core/memory.ts";

test("off and shadow change nothing, all others do", () => {
  expect(memoryModes.filter(isEditing)).toEqual([...editingModes]);
  expect(["off", "shadow"].map((mode) => memoryModes.includes(mode as "off"))).toEqual([true, true]);
});
