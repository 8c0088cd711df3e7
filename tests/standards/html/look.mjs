// Looks at pages in Chromium: node look.mjs NODE_MODULES CHROMIUM PAGE… writes what was found as JSON.
// Every page is looked at in light and dark, from a small phone to a desk, with every part opened; then in print.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [, , modules, chromium, ...pages] = process.argv;
const require = createRequire(`${modules}/`);
const puppeteer = require("puppeteer-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const judged = [390, 1440];

const paper = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const open = (page, wanted) =>
  page.evaluate((is) => document.querySelectorAll("details").forEach((one) => (one.open = is)), wanted);
const hidden = (page) =>
  page.evaluate(
    () => [...document.querySelectorAll("details > :not(summary)")].filter((one) => !one.checkVisibility()).length,
  );

async function look(page, path) {
  const seen = { views: {}, requests: [], said: [] };
  page.on("request", (one) => seen.requests.push(one.url()));
  page.on("console", (one) => seen.said.push(one.text()));
  await page.goto(pathToFileURL(path).href);
  await page.evaluate(`${axe}; 0`);
  seen.folded = await hidden(page);
  await open(page, true);
  for (const width of [320, 390, 768, 1440]) {
    await page.setViewport({ width, height: 900 });
    for (const scheme of ["light", "dark"]) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      const view = (seen.views[`${width} ${scheme}`] = {
        wide: await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
        paper: await paper(page),
      });
      if (judged.includes(width)) {
        const told = await page.evaluate(() => axe.run());
        view.rules = told.passes.length;
        view.violations = told.violations.map((one) => `${one.id}: ${one.nodes.map((at) => at.html).join(" ")}`);
      }
    }
  }
  await open(page, false);
  await page.emulateMediaType("print");
  seen.hidden = await hidden(page);
  seen.paper = await paper(page);
  await page.emulateMediaType("screen");
  seen.pdf = Buffer.from((await page.pdf({ format: "A4" })).slice(0, 5)).toString();
  const inner = await page.evaluate(() => document.querySelector("details article[id]")?.id ?? null);
  if (inner !== null) {
    await page.goto(`${pathToFileURL(path).href}#${inner}`);
    seen.opens = await page.evaluate((id) => document.getElementById(id).closest("details").open, inner);
  }
  return seen;
}

const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
const found = {};
for (const path of pages) {
  const page = await browser.newPage();
  found[path] = await look(page, path);
  await page.close();
}
await browser.close();
process.stdout.write(JSON.stringify(found));
