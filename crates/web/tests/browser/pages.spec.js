// Every page, in both languages of the interface, on a phone and a desk, by light and by dark: it can be used by everybody, is no
// wider than the screen, and runs the way its language does.
import AxeBuilder from "@axe-core/playwright";
import { LANGUAGES, SIZES, expect, firstOf, reportIn, signIn, speak, test } from "./support.js";

const PAGES = {
  latest: () => "/",
  report: async (request) => `/reports/${await reportIn(request, "en")}`,
  "report-ar": async (request) => `/reports/${await reportIn(request, "ar")}`,
  changes: async (request) => {
    const { reports } = await (await request.get("/index.json?limit=200")).json();
    const changed = reports.find((report) => report.versions > 1);
    return changed ? `/reports/${changed.id}/versions/1..2` : "/";
  },
  stories: () => "/stories",
  story: (request) => firstOf(request, "stories", "story"),
  "story-correct": (request) => firstOf(request, "stories", "story"),
  speakers: () => "/speakers",
  speaker: (request) => firstOf(request, "speakers"),
  "speaker-correct": (request) => firstOf(request, "speakers"),
  quotes: () => "/quotes",
  quote: (request) => firstOf(request, "quotes", "quote"),
  "quote-correct": (request) => firstOf(request, "quotes", "quote"),
  search: () => "/search?q=port",
  "search-ar": () => `/search?q=${encodeURIComponent("ميناء")}`,
  nothing: () => "/search?q=qwertzuiop",
  sources: () => "/sources",
  source: async (request) => {
    const { sources } = await (await request.get("/sources.json")).json();
    return `/sources/${sources[0].id}`;
  },
  ledger: () => "/ledger",
  saved: () => "/saved",
  follow: () => "/follow",
  preferences: () => "/preferences",
  about: () => "/about",
  login: () => "/login",
  missing: () => "/reports/999999999",
};

for (const [language, direction] of Object.entries(LANGUAGES)) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    test.describe(`${language}, ${size}`, () => {
      test.use({ viewport, colorScheme: "light" });
      for (const [name, address] of Object.entries(PAGES)) {
        test(name, async ({ page, context, request, baseURL }) => {
          await speak(context, language, baseURL);
          if (["saved", "follow"].includes(name) || name.endsWith("-correct")) await signIn(page);
          // A page that is not there says so on its console, which is no error of ours.
          if (name === "missing") page.removeAllListeners("console");
          await page.goto(await address(request));
          await expect(page.locator("html")).toHaveAttribute("lang", language);
          await expect(page.locator("html")).toHaveAttribute("dir", direction);
          await expect(page.locator("h1")).toHaveCount(1);
          // What is folded away has to fit as well.
          await page.locator("main details").evaluateAll((all) => all.forEach((one) => (one.open = true)));
          const wide = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(wide, "wider than the screen").toBeLessThanOrEqual(0);
          const axe = () => new AxeBuilder({ page });
          const light = await axe().withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
          // By dark nothing differs but colours.
          await page.emulateMedia({ colorScheme: "dark" });
          const dark = await axe().withRules(["color-contrast", "link-in-text-block"]).analyze();
          const told = [light, dark]
            .flatMap((looked) => looked.violations)
            .map((found) => `${found.id}: ${found.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`);
          expect(told).toEqual([]);
        });
      }
    });
  }
}
