// Usage: node axe.cjs CHROMIUM WIDTH PAGE… (files). Prints a JSON list, one object a page: what axe-core finds, how many
// pixels the page is wider than the window, and what it tried to load from outside itself.
const { readFileSync } = require("node:fs");
const { pathToFileURL } = require("node:url");
const puppeteer = require("puppeteer-core");

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
  "--disable-default-apps", "--disable-sync", "--no-first-run", "--metrics-recording-only"];

async function examine(browser, width, file) {
  const page = await browser.newPage();
  const url = pathToFileURL(file).href;
  const requests = [];
  page.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) requests.push(request.url());
  });
  await page.setViewport({ width, height: 800 });
  await page.goto(url, { waitUntil: "load" });
  await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await page.evaluate(AXE);
  const asked = { runOnly: { type: "tag", values: TAGS }, resultTypes: ["violations"] };
  const { violations } = await page.evaluate((options) => axe.run(options), asked);
  await page.close();
  const defects = violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")} ${n.failureSummary}`));
  return { file, defects, wider, requests };
}

async function main([chromium, width, ...files]) {
  const browser = await puppeteer.launch({ executablePath: chromium, args: QUIET });
  try {
    const reports = [];
    for (const file of files) reports.push(await examine(browser, Number(width), file));
    console.log(JSON.stringify(reports));
  } finally {
    await browser.close();
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
