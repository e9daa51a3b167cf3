// Usage: node axe.cjs CHROMIUM WIDTH PAGE… (files). Prints a JSON list, one object a page: what axe-core finds, tables
// that scroll without saying so or lose their heads, how many pixels the page is wider than the window, which of its words
// are glued, and what it tried to load from outside itself.
const { readFileSync } = require("node:fs");
const { pathToFileURL } = require("node:url");
const puppeteer = require("puppeteer-core");

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const GLUED = readFileSync(require.resolve("./mots.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
  "--disable-default-apps", "--disable-sync", "--no-first-run", "--metrics-recording-only"];

// Of each table that is wider than its box: whether a way to each column is shown above it, and whether its head and its
// first column stay in sight when it is scrolled to its last cell.
function cutTables() {
  const cut = [...document.querySelectorAll("table")].filter((t) => t.parentElement.scrollWidth > t.parentElement.clientWidth + 1);
  return cut.flatMap((table) => {
    const box = table.parentElement;
    const said = [];
    const heads = [...table.querySelectorAll("thead th")];
    const shown = heads.every((head) => {
      const link = document.querySelector(`a[href="#${head.id}"]`);
      return link && link.checkVisibility() && link.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING;
    });
    if (!shown) said.push("a table is cut without a way to each column");
    box.scrollTo({ left: box.scrollWidth, top: box.scrollHeight, behavior: "instant" });
    const edge = box.getBoundingClientRect();
    const head = heads.at(-1).getBoundingClientRect();
    const row = table.querySelector("tbody tr:last-child th").getBoundingClientRect();
    if (Math.abs(head.top - edge.top) > 2) said.push("the head of a cut table leaves it");
    if (row.left < edge.left - 1 || row.right > edge.right) said.push("the first column of a cut table leaves it");
    box.scrollTo({ left: 0, top: 0, behavior: "instant" });
    return said;
  });
}

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
  const cut = await page.evaluate(cutTables);
  const glued = await page.evaluate(`(${GLUED.slice(GLUED.indexOf("() =>"), GLUED.lastIndexOf(";"))})()`);
  await page.evaluate(AXE);
  const asked = { runOnly: { type: "tag", values: TAGS }, resultTypes: ["violations"] };
  const { violations } = await page.evaluate((options) => axe.run(options), asked);
  await page.close();
  const found = violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(" ")} ${n.failureSummary}`));
  const defects = [...found, ...cut];
  return { file, defects, wider, glued, requests };
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
