// The newcomer's journey through the practice room, in headless Chromium, by what a person can see: roles and names.
//
//     node tests/browser/journey.mjs             the whole journey, with target/debug/loaban (LOABAN: another)
//     node tests/browser/journey.mjs http://…    only looks at a page that is being served already
//
// Exit code 0 when every check passed. Pictures of every view: target/screens/.

import assert from "node:assert/strict";
import { findings, inspect, openWindow, overflow, program, runSteps, startBrowser } from "./frame.mjs";

const PROGRAM = process.env.LOABAN ?? new URL("../../target/debug/loaban", import.meta.url).pathname;
const WIDTHS = [1280, 360];
const CODE = /#[2-9A-HJ-NP-Z]{5}/;
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

/** What a person can do in the room: by keyboard alone in a wide window, by pointing in a narrow one. */
function hands(window) {
  const { page, narrow } = window;
  const button = (name) => page.getByRole("button", { name });

  /** Presses what can be seen; by keyboard it must be reachable with Tab. */
  async function press(target) {
    await target.waitFor();
    if (narrow) return target.click();
    for (let i = 0; i < 200; i++) {
      if (await target.evaluate((node) => node === document.activeElement)) return page.keyboard.press("Enter");
      await page.keyboard.press("Tab");
    }
    throw new Error("200 times Tab did not reach the button");
  }

  /** Turns to a phone (in a narrow window there is one at a time); gives its chat. */
  async function turnTo(phone) {
    const tabs = page.getByRole("navigation", { name: "Chọn điện thoại" });
    if (narrow) await press(tabs.getByRole("button", { name: new RegExp(`^${phone}`) }));
    const chat = page.getByRole("log", { name: `Tin trong khung ${phone}`, exact: true });
    await chat.waitFor();
    return chat;
  }

  /** Follows the guide while it points at the buttons of a chat, choosing the first each time. */
  async function choose(until) {
    const pointer = button("Chỉ chỗ bấm");
    for (let i = 0; i < 5; i++) {
      await until.or(pointer).first().waitFor();
      if (await until.isVisible()) return;
      await press(pointer);
      await page.keyboard.press("Enter");
      await pointer.waitFor({ state: "hidden" });
    }
    throw new Error("the guide goes on pointing at buttons after five of them were pressed");
  }

  return { press, turnTo, choose, button };
}

/** The journey; each width gets a practice room of its own, because the journey leaves traces. */
function journey(window, room) {
  const { page } = window;
  const { press, turnTo, choose, button } = hands(window);
  const title = "Mỗi năm bà con được khám sức khoẻ miễn phí";
  const question = "Khám sức khoẻ miễn phí thì trẻ con dưới 6 tuổi cần mang giấy tờ gì?";
  const answer = "Bà con mang giấy khai sinh hoặc thẻ bảo hiểm y tế của cháu.";
  let code;
  return [
    ["the practice room starts and prints its address", () => room.start()],
    ["the page opens, in Vietnamese", async () => {
      await page.goto(room.address);
      assert.equal(await page.locator("html").getAttribute("lang"), "vi");
      await page.getByRole("heading", { level: 1 }).waitFor();
      await inspect(window, "1-open");
    }],
    ["the editor releases the item and publishes it", async () => {
      await press(button("Duyệt bài này"));
      await choose(button("Phát tới nhóm bản"));
      await press(button("Phát tới nhóm bản"));
      await choose(button(/^Bấm “Hỏi riêng”$/));
      await turnTo("Biên tập");
      await inspect(window, "2-published");
    }],
    ["the item is in the group: the text, then its voice", async () => {
      const village = await turnTo("Nhóm bản");
      await village.getByText(title).first().waitFor();
      await village.getByLabel(/^Tin thoại của/).waitFor();
      await inspect(window, "3-in-the-group");
    }],
    ["the item is in the other village's group, which is on Zalo, too", async () => {
      const village = await turnTo("Nhóm Zalo");
      await village.getByText(title).first().waitFor();
      // Under it a link leads into the private chat on the same telephone, and a button back.
      await press(village.getByRole("button", { name: /^https:\/\/zalo\.me\// }).last());
      const chat = page.getByRole("log", { name: "Tin trong khung Riêng Zalo", exact: true });
      await chat.waitFor();
      await page.getByLabel("Tin nhắn riêng trên Zalo").fill("trợ giúp");
      await press(button("Gửi – Riêng Zalo"));
      await chat.getByText("Cứ nhắn hoặc nói câu hỏi vào đây").first().waitFor();
      await inspect(window, "3-zalo");
      await press(button(/^Về nhóm/));
      await village.waitFor();
    }],
    ["a resident asks in private, and consents first", async () => {
      const village = await turnTo("Nhóm bản");
      await press(village.getByRole("button", { name: "Hỏi riêng" }).last());
      const chat = await turnTo("Bà con");
      await button(/^Hỏi giúp một câu$/).waitFor();
      await page.getByLabel("Tin nhắn của bà con (nhắn riêng)").fill(question);
      await press(button("Gửi – Bà con"));
      await button("Chỉ chỗ bấm").waitFor();
      assert.doesNotMatch(await chat.innerText(), CODE, "there is a question before the consent");
      await inspect(window, "4-notice");
      await press(button("Chỉ chỗ bấm"));
      await page.keyboard.press("Enter");
      await chat.getByText(CODE).first().waitFor();
      code = (await chat.innerText()).match(CODE)[0];
      await inspect(window, "5-asked");
    }],
    ["the card reaches the reporter, and the answer the resident", async () => {
      let chat = await turnTo("Báo cáo viên");
      await chat.getByText(code).first().waitFor();
      assert.ok((await chat.innerText()).includes(question), "the card does not show the question");
      await press(button("Soạn sẵn câu trả lời"));
      await page.getByLabel("Tin nhắn của báo cáo viên (nhắn riêng)").fill(answer);
      await press(button("Gửi – Báo cáo viên"));
      await button(/^Tua tới 07:00 ngày/).waitFor();
      await inspect(window, "6-answered");
      chat = await turnTo("Bà con");
      await chat.getByText(answer).waitFor();
      await inspect(window, "7-heard");
      await press(chat.getByRole("button", { name: /rõ/i }).first());
    }],
    ["the clock moves to the end of the period", async () => {
      await press(button(/^Tua tới 07:00 ngày/));
      await page.getByRole("link", { name: /^Mở báo cáo kỳ/ }).waitFor();
      await inspect(window, "8-period-over");
    }],
    ["the report opens and tells of one question, answered, and not of what it said", async () => {
      const opens = page.context().waitForEvent("page");
      await press(page.getByRole("link", { name: /^Mở báo cáo kỳ/ }));
      const report = await opens;
      await report.getByRole("heading").first().waitFor();
      const text = await report.locator("body").innerText();
      assert.ok(!text.includes(question) && !text.includes(code), "the report shows a question");
      await inspect(window, "9-report", report);
      await report.close();
      await page.getByText("Xong cả năm bước").waitFor();
      await inspect(window, "10-done");
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
    counts.push(await runSteps(`${width} px`, address ? steps.slice(1, 2) : steps, window));
    if (!address) await room.stop();
    await window.close();
  }
  await browser.close();
  const sum = (what) => counts.reduce((total, count) => total + count[what], 0);
  console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
