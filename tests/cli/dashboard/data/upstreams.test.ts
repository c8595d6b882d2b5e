import { expect, test } from "bun:test";
import { noData } from "../../../../cli/dashboard/data/data.ts";
import { upstreamInUse, upstreamsIn } from "../../../../cli/dashboard/data/upstreams.ts";
import { sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

test("the upstream in use is the one that the status names, at `auto` none", () => {
  const { data } = sceneState(sceneOf("calm"), { columns: 80, rows: 24 });
  const status = data.status === null ? null : { ...data.status, upstream: "auto" };

  expect(upstreamsIn(noData)).toEqual([]);
  expect(upstreamInUse(data)?.name).toBe("zai-intl");
  expect(upstreamInUse({ ...data, status })).toBeNull();
});
