// A headless Chromium that does what lines of JSON on its standard input say, one after the other, and answers each with a line.
import { createInterface } from "node:readline";
import chromium from "@sparticuz/chromium";
import puppeteer from "puppeteer-core";

const PATIENCE_MILLIS = 120_000;

const browser = await puppeteer.launch({
  args: [...chromium.args, "--no-sandbox"],
  executablePath: await chromium.executablePath(),
  headless: "shell",
  timeout: PATIENCE_MILLIS,
  protocolTimeout: PATIENCE_MILLIS,
});
const page = await browser.newPage();
page.setDefaultTimeout(PATIENCE_MILLIS);
let complaints = [];
page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
page.on("pageerror", (error) => complaints.push(`pageerror: ${error.message}`));

const actions = {
  async open({ url }) {
    complaints = [];
    await page.goto(url, { waitUntil: "domcontentloaded" });
  },
  async look({ width, height, scheme }) {
    await page.setViewport({ width, height, deviceScaleFactor: 1 });
    // What moves is drawn without end where there is no graphics card.
    const calm = { name: "prefers-reduced-motion", value: "reduce" };
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }, calm]);
  },
  ask: ({ script }) => page.evaluate(script),
  type: ({ text }) => page.keyboard.type(text),
  async press({ key }) {
    const keys = key.split("+");
    for (const each of keys) await page.keyboard.down(each);
    for (const each of keys.reverse()) await page.keyboard.up(each);
  },
  complaints: () => complaints,
  /** From the top of one element to the bottom of another, over the whole width. */
  async shoot({ path, from, to, margin }) {
    // On a screen as high as the page: to capture beyond the screen takes minutes now and then.
    const screen = page.viewport();
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewport({ ...screen, height });
    const [top, bottom] = await page.evaluate(
      (first, last) => [
        document.querySelector(first).getBoundingClientRect().top + scrollY,
        document.querySelector(last).getBoundingClientRect().bottom + scrollY,
      ],
      from,
      to,
    );
    const y = Math.max(0, Math.floor(top) - margin);
    const clip = { x: 0, y, width: page.viewport().width, height: Math.ceil(bottom) + margin - y };
    await page.screenshot({ path, clip, captureBeyondViewport: false });
    await page.setViewport(screen);
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { action, ...of } = JSON.parse(line);
  let answer;
  try {
    answer = { value: (await actions[action](of)) ?? null };
  } catch (error) {
    answer = { error: String(error.message ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
await browser.close();
