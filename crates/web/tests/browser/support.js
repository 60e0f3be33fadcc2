// What the tests share.
import { test as base, expect } from "@playwright/test";

export { expect };

/** The two languages of the interface and which way they run. */
export const LANGUAGES = { en: "ltr", ar: "rtl" };

/** A phone and a desk. */
export const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 900 } };

/** The token of the archive that is served. */
export const TOKEN = process.env.KHABAR_TOKEN;

/**
 * A page that fails its test where it asks anybody else for anything, breaks its own rules for content, or has an error in a
 * script.
 */
export const test = base.extend({
  page: async ({ page, baseURL }, use) => {
    const wrong = [];
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(baseURL) && !url.startsWith("data:")) wrong.push(`asked for ${url}`);
    });
    page.on("pageerror", (error) => wrong.push(`script: ${error}`));
    page.on("console", (message) => {
      if (message.type() === "error") wrong.push(`console: ${message.text()}`);
    });
    await use(page);
    expect(wrong).toEqual([]);
  },
});

/** Sets the language of the interface. */
export async function speak(context, language, baseURL) {
  await context.request.get(`${baseURL}/?ui=${language}`);
}

/** Signs in with the token. */
export async function signIn(page) {
  await page.goto("/login");
  await page.locator("input[name=token]").fill(TOKEN);
  await page.locator("main form button").click();
  await expect(page.locator("form[action='/logout']")).toBeVisible();
}

/** The number of the newest report in a language that carries statements. */
export async function reportIn(request, language, least = 2) {
  const answer = await request.get(`/index.json?language=${language}&limit=100`);
  expect(answer.ok()).toBe(true);
  const { reports } = await answer.json();
  const found = reports.find((report) => report.statements >= least);
  expect(found, `a report in ${language} with ${least} statements`).toBeTruthy();
  return found.id;
}

/** The page of the first of a list: of `/stories.json` each line has its story beside other things, of `/speakers.json` it is one. */
export async function firstOf(request, list, key) {
  const answer = await request.get(`/${list}.json`);
  expect(answer.ok()).toBe(true);
  const [first] = (await answer.json())[list];
  expect(first, `something in /${list}`).toBeTruthy();
  return (key ? first[key] : first).page;
}
