// The newcomer's journey through the practice room, in headless Chromium, by what a person can see: roles and names.
//
//     node tests/browser/journey.mjs             the whole journey, with target/debug/loaban (LOABAN: another)
//     node tests/browser/journey.mjs http://…    only looks at a page that is being served already
//
// Exit code 0 when every check passed. Pictures of every view: target/screens/.

import assert from "node:assert/strict";
import { findings, inspect, openWindow, overflow, program, runSteps, startBrowser } from "./frame.mjs";

const WIDTHS = [1280, 360];
const PROGRAM = process.env.LOABAN ?? new URL("../../target/debug/loaban", import.meta.url).pathname;
const BAD_PAGE = `<!doctype html><html><title>x</title><img src="https://example.com/a.png">
  <input><p style="color:#ccc;background:#fff">nhạt quá</p><div style="width:5000px">x</div><script>throw Error("x")</script>`;

/** The checks themselves, tried on a page with every mistake they are there to find. */
function proofs(browser) {
  return [
    ["a bad page is found out", async () => {
      const window = await openWindow(browser, 360);
      await window.page.setContent(BAD_PAGE);
      const found = (await findings(window.page)).join("\n");
      for (const id of ["image-alt", "label", "color-contrast"]) assert.match(found, new RegExp(`^${id} `, "m"));
      assert.deepEqual(window.strays, ["https://example.com/a.png"]);
      assert.match(window.complaints.join("\n"), /^x$/m);
      assert.ok(await overflow(window.page) > 4000);
      await assert.rejects(inspect(window, "bad-page"), /outside this machine/);
      await window.close();
    }],
  ];
}

/** The journey; each width gets a practice room of its own, because the journey leaves traces. */
function journey(window, room) {
  const { page } = window;
  return [
    ["the practice room starts and prints its address", () => room.start()],
    ["the page opens, in Vietnamese", async () => {
      await page.goto(room.address);
      assert.equal(await page.locator("html").getAttribute("lang"), "vi");
      await inspect(window, "1-open");
    }],
    ["the practice room ends when asked to", async () => assert.equal(await room.stop(), 0)],
  ];
}

async function main(args) {
  const address = args.find((word) => word.startsWith("http://"));
  const browser = await startBrowser();
  const counts = [await runSteps("the checks", proofs(browser))];
  for (const width of WIDTHS) {
    const window = await openWindow(browser, width);
    const room = address ? { address } : program(PROGRAM, ["demo", "--listen", "127.0.0.1:0"]);
    const steps = journey(window, room);
    counts.push(await runSteps(`${width} px`, address ? steps.slice(1, 2) : steps));
    if (!address) await room.stop();
    await window.close();
  }
  await browser.close();
  const sum = (what) => counts.reduce((total, count) => total + count[what], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
