// Pictures of the pages for the documentation: made only when they are asked for, with `run --pictures`.
import { SIZES, expect, reportIn, speak, test } from "./support.js";

const FOLDER = process.env.KHABAR_PICTURES;
const PICTURES = [
  ["latest-en", "en", "desk", "light", () => "/"],
  ["latest-ar-phone", "ar", "phone", "dark", () => "/"],
  ["report-en", "en", "desk", "light", async (request) => `/reports/${await reportIn(request, "en", 3)}`],
  ["report-ar", "ar", "desk", "light", async (request) => `/reports/${await reportIn(request, "ar", 3)}`],
  ["search-ar", "ar", "desk", "dark", () => `/search?q=${encodeURIComponent("ميناء")}`],
  ["ledger-en", "en", "desk", "light", () => "/ledger"],
];

test.skip(!FOLDER, "pictures are not asked for");

for (const [name, language, size, scheme, address] of PICTURES) {
  test.describe(name, () => {
    test.use({ viewport: SIZES[size], colorScheme: scheme });
    test("is taken", async ({ page, context, request, baseURL }) => {
      await speak(context, language, baseURL);
      await page.goto(await address(request));
      await expect(page.locator("h1")).toHaveCount(1);
      await page.screenshot({ path: `${FOLDER}/${name}.png` });
    });
  });
}
