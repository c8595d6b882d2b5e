import { expect, test } from "bun:test";
import { bundleOf } from "../../src/web/bundle.ts";

test("the page is one script and one style, small, and reaches for nothing outside", async () => {
  const assets = await bundleOf();

  const packed = Object.values(assets).reduce((sum, asset) => sum + asset.packed.length, 0);
  expect(packed).toBeLessThan(150 * 1024);
  const [app, style] = [assets["app.js"], assets["style.css"]].map(({ bytes }) => new TextDecoder().decode(bytes));
  expect(app).not.toMatch(/\bimport\s*[{("']|\brequire\(|node:/);
  expect(style).not.toMatch(/url\(|@import/);
});

test("S-18 no code of the page makes markup of a text", async () => {
  for (const name of ["app.js", "login.js"] as const) {
    const script = new TextDecoder().decode((await bundleOf())[name].bytes);
    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|srcdoc/);
  }
});
