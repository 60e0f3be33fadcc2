// What people do: from the latest to a report and to who said what, a search for a word in another form, following, saving, choosing
// how it looks.
import { LANGUAGES, SIZES, expect, firstOf, reportIn, signIn, speak, test } from "./support.js";

for (const [language, direction] of Object.entries(LANGUAGES)) {
  test.describe(language, () => {
    test.use({ viewport: SIZES.desk });
    test.beforeEach(async ({ context, baseURL }) => speak(context, language, baseURL));

    test("from the latest to a report", async ({ page }) => {
      await page.goto("/");
      const link = page.locator(".row h3 a").first();
      const headline = await link.innerText();
      await link.click();
      await expect(page.locator("article h1")).toHaveText(headline.trim());
      await expect(page.locator(".body p").first()).toBeVisible();
    });

    test("what was said is told on hover, on focus, and beside", async ({ page, request }) => {
      await page.goto(`/reports/${await reportIn(request, language)}`);
      await expect(page.locator(".body")).toHaveAttribute("dir", direction);
      const back = page.locator(".said a.back").first();
      await back.click();
      await expect(page).toHaveURL(/#said-1-1$/);
      const mark = page.locator("#said-1-1");
      await expect(mark).toBeInViewport();
      const note = page.locator("#note-1");
      const card = note.locator(".card");
      await expect(card).toBeHidden();
      // Where it is drawn: the middle of its box is beside it where its line is broken.
      await note.scrollIntoViewIfNeeded();
      const drawn = await note.evaluate((it) => [...it.getClientRects()].at(-1).toJSON());
      await page.mouse.move(drawn.x + drawn.width / 2, drawn.y + drawn.height / 2);
      await expect(card).toBeVisible();
      await page.mouse.move(0, 0);
      await expect(card).toBeHidden();
      await note.focus();
      await expect(card).toBeVisible();
      // Who said it is read out with the note, whoever cannot see the card.
      await expect(note).toHaveAttribute("aria-describedby", /^by-/);
      const by = page.locator(`#${await note.getAttribute("aria-describedby")}`);
      await expect(by).toContainText((await card.innerText()).trim());
    });

    test("from a report to its story, a speaker, the same words, and back", async ({ page, request }) => {
      // A report of a story, with a statement that others have as well.
      const { quotes } = await (await request.get("/quotes.json")).json();
      const found = quotes.find(({ first }) => first.story && first.speaker);
      expect(found, "words of a speaker, in a story").toBeTruthy();
      const { report, story, speaker } = found.first;
      await page.goto(`/reports/${report}`);
      await page.locator(`header a[href^="/stories/${story}"]`).click();
      await expect(page).toHaveURL(new RegExp(`/stories/${story}#report-${report}$`));
      await expect(page.locator(`#report-${report}`)).toBeInViewport();
      // Those behind a click too.
      await page.locator(".sayings details").evaluateAll((all) => all.forEach((one) => (one.open = true)));
      await page.locator(`.sayings a[href="/speakers/${speaker}"]`).first().click();
      await expect(page).toHaveURL(new RegExp(`/speakers/${speaker}$`));
      await expect(page.locator("html")).toHaveAttribute("dir", direction);
      await page.goto(`/quotes/${found.quote.id}`);
      await expect(page.locator(".alike > .row")).toHaveCount(found.quote.statements);
      await page.locator(`.alike a[href^="/reports/${report}#"]`).first().click();
      await expect(page).toHaveURL(new RegExp(`/reports/${report}#who-`));
      await page.locator(`.said a[href="/quotes/${found.quote.id}"]`).first().click();
      await expect(page.locator(".alike > .row").first()).toBeVisible();
    });

    test("a search by keyboard alone", async ({ page }) => {
      await page.goto("/");
      await page.keyboard.press("/");
      await expect(page.locator("#ask")).toBeFocused();
      await page.keyboard.type(language === "ar" ? "ميناء" : "ports");
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/\/search\?q=/);
      await expect(page.locator(".row").first()).toBeVisible();
      await page.keyboard.press("j");
      await page.keyboard.press("j");
      await page.keyboard.press("k");
      await expect(page.locator(".row.here")).toHaveCount(1);
      await page.keyboard.press("o");
      await expect(page.locator("article h1")).toBeVisible();
      await page.keyboard.press("?");
      await expect(page.locator("#keys")).toBeVisible();
      await page.keyboard.press("Escape");
      await expect(page.locator("#keys")).toBeHidden();
    });

    test("the way to the text comes first", async ({ page }) => {
      await page.goto("/");
      await page.keyboard.press("Tab");
      await expect(page.locator(".skip")).toBeFocused();
      await page.keyboard.press("Enter");
      await expect(page.locator("#main")).toBeFocused();
    });

    test("without a script", async ({ browser, baseURL }) => {
      const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
      await speak(context, language, baseURL);
      const page = await context.newPage();
      await page.goto("/");
      await page.locator(".row h3 a").first().click();
      await expect(page.locator("article h1")).toBeVisible();
      await page.locator("#ask").fill(language === "ar" ? "ميناء" : "port");
      await page.locator("#ask").press("Enter");
      await expect(page.locator(".row").first()).toBeVisible();
      await context.close();
    });
  });
}

test("an Arabic word is found in another form than the text's", async ({ page }) => {
  await page.goto(`/search?q=${encodeURIComponent("موانئ OR الميناءُ")}`);
  const marks = await page.locator(".row mark").allInnerTexts();
  expect(marks.length).toBeGreaterThan(0);
  expect(marks.some((mark) => mark !== "الميناءُ")).toBe(true);
});

test("each report runs its own way in one list", async ({ page }) => {
  await page.goto("/?limit=100");
  const directions = await page.locator(".row").evaluateAll((rows) =>
    rows.map((row) => getComputedStyle(row.querySelector("h3")).direction),
  );
  expect(new Set(directions)).toEqual(new Set(["ltr", "rtl"]));
});

test("a site is looked at, followed and found among the sources", async ({ page, request }) => {
  const { sources } = await (await request.get("/sources.json")).json();
  const section = new URL("/", sources[0].home).href;
  await signIn(page);
  await page.goto("/follow");
  await page.locator("input[name=url]").first().fill(section);
  await page.locator("main form").first().locator("button").click();
  await expect(page.locator("#found")).toBeVisible();
  await expect(page.locator("section .row").first()).toBeVisible();
  await page.locator("button[value=follow]").click();
  await expect(page).toHaveURL(/\/sources\/\d+/);
  await expect(page.locator("h1")).toBeVisible();
});

test("what nobody should reach is not looked at", async ({ page }) => {
  await signIn(page);
  await page.goto("/follow");
  page.removeAllListeners("console");
  await page.locator("input[name=url]").first().fill("http://169.254.169.254/latest/meta-data/");
  await page.locator("main form").first().locator("button").click();
  await expect(page.locator("main")).toContainText(/169\.254\.169\.254/);
  await expect(page.locator("#found")).toHaveCount(0);
});

test("a search is kept, changed, read as a feed and forgotten", async ({ page, request }) => {
  await signIn(page);
  await page.goto("/search?q=port");
  await page.locator("main .filters a").click();
  await page.locator("main form[action='/saved'] input[name=name]").fill("Ports <b>everywhere</b>");
  await page.locator("main form[action='/saved'] button").click();
  await expect(page.locator("h1")).toHaveText("Ports <b>everywhere</b>");
  const address = new URL(page.url()).pathname;
  const feed = await request.get(`${address}.atom`);
  expect(feed.headers()["content-type"]).toContain("application/atom+xml");
  expect(await feed.text()).toContain("Ports &lt;b&gt;everywhere");
  await page.goto("/saved");
  await page.locator("summary").first().click();
  await page.locator("button[value=forget]").first().click();
  await page.goto("/saved");
  await expect(page.locator(".row h3 a", { hasText: "everywhere" })).toHaveCount(0);
});

test("a report is taken out of its story, and that is undone", async ({ page, request }) => {
  const address = await firstOf(request, "stories", "story");
  await signIn(page);
  await page.goto(address);
  // Others may join it meanwhile.
  const report = page.locator(`#${await page.locator(".row[id^=report-]").last().getAttribute("id")}`);
  await report.locator("summary", { hasText: "Correct" }).click();
  await report.locator("button[value=take-out]").click();
  const done = page.locator(".notice.done");
  await expect(done).toContainText("was moved to the story");
  await expect(report).toHaveCount(0);
  await done.locator("button").click();
  await expect(done).toContainText("was moved to the story");
  await expect(report).toHaveCount(1);
});

test("changes need the token", async ({ request }) => {
  const refused = await request.post("/saved.json", { form: { query: "port" } });
  expect(refused.status()).toBe(401);
  const wrong = await request.post("/saved.json", {
    form: { query: "port" },
    headers: { Authorization: "Bearer 0123456789abcdef0123" },
  });
  expect(wrong.status()).toBe(401);
});

test("digits and calendar are the reader's", async ({ page, context, baseURL, request }) => {
  await speak(context, "ar", baseURL);
  const report = await reportIn(request, "ar");
  await page.goto("/preferences");
  await page.locator("input[type=radio][value=arab]").check();
  await page.locator("main form button").first().click();
  await page.goto(`/reports/${report}`);
  await expect(page.locator(".facts")).toContainText(/[٠-٩]/);
});
