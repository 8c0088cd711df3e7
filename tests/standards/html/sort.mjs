// Sorts a comparison in Chromium: node sort.mjs NODE_MODULES CHROMIUM PAGE writes what was found as JSON.
// Every head is pressed once and twice; then the page is opened without scripts; then its first screens are measured.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [, , modules, chromium, path] = process.argv;
const require = createRequire(`${modules}/`);
const puppeteer = require("puppeteer-core");

const state = (page) =>
  page.evaluate(() => {
    const table = document.querySelector("table.standings");
    const text = (one) => one.innerText.replace(/\s+/g, " ").trim();
    return {
      caption: text(table.caption),
      sorts: [...table.tHead.rows[0].cells].map((one) => one.getAttribute("aria-sort")),
      rows: [...table.tBodies[0].rows].map((row) => ({
        name: text(row.cells[1]),
        rank: text(row.cells[0]),
        value: [...row.cells].map((one) => one.dataset.sort ?? null),
      })),
      buttons: table.querySelectorAll("button").length,
    };
  });

const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
const page = await browser.newPage();
const said = [];
page.on("console", (one) => said.push(one.text()));
page.on("pageerror", (one) => said.push(one.message));
await page.setViewport({ width: 1440, height: 900 });
await page.goto(pathToFileURL(path).href);
const found = { given: await state(page), pressed: [], said };
const heads = await page.$$("table.standings thead th");
for (const [at, head] of heads.entries()) {
  const button = await head.$("button");
  if (button === null) continue;
  for (const times of [1, 2]) {
    await button.focus();
    await page.keyboard.press("Enter");
    found.pressed.push({ at, times, head: await button.evaluate((one) => one.textContent), ...(await state(page)) });
  }
}

found.first = {};
for (const [width, height] of [[1440, 900], [390, 844]]) {
  await page.setViewport({ width, height });
  found.first[`${width}x${height}`] = await page.evaluate(() => {
    scrollTo(0, 0);
    const bottom = (one) => Math.round(document.querySelector(one).getBoundingClientRect().bottom);
    return { filed: bottom(".who .stances"), apart: bottom(".who .apart"), height: innerHeight };
  });
}

const plain = await browser.newPage();
await plain.setJavaScriptEnabled(false);
await plain.goto(pathToFileURL(path).href);
found.plain = await state(plain);
await browser.close();
process.stdout.write(JSON.stringify(found));
