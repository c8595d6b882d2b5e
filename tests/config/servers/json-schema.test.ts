import { expect, test } from "bun:test";
import { serversJsonSchema } from "../../../src/config/servers/json-schema.ts";

test("the schema of servers.yaml knows the fields of an upstream and refuses others", () => {
  expect(serversJsonSchema()).toMatchObject({
    title: "proxy-cli servers.yaml",
    type: "object",
    additionalProperties: { properties: { endpoint: {}, api_key: {} }, additionalProperties: false },
  });
});
