// A Zalo Bot client that others wrote (zalo-bot-js), run against the stand-in for Zalo Bot.
//
//     cargo run --example standin        prints its addresses; Zalo Bot's is the second
//     node tests/clients/zalo_bot_js.mjs http://127.0.0.1:PORT [folder of the package]
//
// Exit code 0 when every check passed.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { createServer } from "node:http";

const [address, folder] = process.argv.slice(2);
const { Bot } = createRequire(import.meta.url)(folder ?? "zalo-bot-js");
const url = address.replace(/\/$/, "");
const TOKEN = "1459000000000000088:js-secret";
const count = { passed: 0, failed: 0 };

async function world(verb, given = {}) {
  const body = JSON.stringify(given);
  const answer = await fetch(`${url}/control/${verb}`, { method: "POST", body, headers: { "content-type": "application/json" } });
  const said = await answer.json();
  if (!said.ok) throw new Error(`${verb}: ${said.error}`);
  return said.result;
}

async function check(what, work) {
  try {
    await work();
    count.passed += 1;
    console.log(`ok      zalo-bot-js: ${what}`);
  } catch (error) {
    count.failed += 1;
    console.log(`FAILED  zalo-bot-js: ${what}\n${error.stack}`);
  }
  await world("clear_faults");
  await world("habits");
}

const picture = createServer((_, answer) => answer.end("a picture"));
await new Promise((go) => picture.listen(0, "127.0.0.1", go));
const photo = `http://127.0.0.1:${picture.address().port}/p.jpg`;
const me = await world("add_bot", { token: TOKEN, name: "Bot Thử" });
const an = await world("add_person", { name: "An" });
const group = await world("add_group", { title: "Bản Nà Sài", members: [an] });
const bot = new Bot(TOKEN, { baseUrl: url });
const privately = () => world("private_messages", { user: an, bot: me });
const kind = (name) => (error) => error.name === name || error.constructor.name === name;

await check("who it is, and who it is not", async () => {
  await bot.initialize();
  assert.equal((await bot.getMe()).id, me);
  await assert.rejects(new Bot("1459:wrong", { baseUrl: url }).initialize(), kind("InvalidToken"));
});
await check("an update arrives, and nothing new is no update", async () => {
  const number = await world("person_sends", { user: an, chat: me, text: "Bao giờ họp?" });
  const update = await bot.getUpdate({ timeout: 5 });
  assert.equal(update.message.text, "Bao giờ họp?");
  assert.equal(update.message.messageId, number);
  await assert.rejects(bot.getUpdates({ timeout: 0 }), kind("NetworkError"));
  await world("habits", { always_200: true });
  assert.deepEqual(await bot.getUpdates({ timeout: 0 }), []);
});
await check("text, a picture and a sticker", async () => {
  await bot.sendMessage(an, "Tin **mới** 🏘");
  assert.equal((await privately()).at(-1).text, "Tin **mới** 🏘");
  await bot.sendPhoto(an, "lời dưới ảnh", photo);
  assert.equal((await privately()).at(-1).fetched.length, 2);
  await bot.sendSticker(an, "bfe458bf64fa8da4d4eb");
  assert.equal((await privately()).at(-1).kind, "sticker");
});
await check("refusals are the classes it expects, and what the platform lacks is refused", async () => {
  await assert.rejects(bot.sendMessage(an, "ă".repeat(2001)), kind("BadRequest"));
  await assert.rejects(bot.sendMessage(group, "x"), kind("InvalidToken"));
  await assert.rejects(bot.editMessageText(an, "1", "x"), kind("InvalidToken"));
});
await check("a webhook is set, named and taken away", async () => {
  const hook = `http://127.0.0.1:${picture.address().port}/hook`;
  assert.equal(await bot.setWebhook(hook, "village-secret-01"), true);
  assert.equal((await bot.getWebhookInfo()).url, hook);
  assert.equal(await bot.deleteWebhook(), true);
});
picture.close();
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed ? 1 : 0;
