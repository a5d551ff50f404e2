#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = ["python-zalo-bot==0.1.9"]
# ///
"""A Zalo Bot client that others wrote, run against the stand-in for Zalo Bot.

Why: the stand-in and the bot's own client come from one hand, so both could misread the platform in the same
way. python-zalo-bot knows nothing of either.

The stand-in must run with its control route open (`cargo run --example standin` prints its addresses; Zalo Bot's
is the second). Then:

    python3 -m venv venv && venv/bin/pip install python-zalo-bot
    venv/bin/python tests/clients/zalo_bot_clients.py http://127.0.0.1:PORT

Exit code 0 when every check passed.
"""

import asyncio
import http.server
import json
import logging
import sys
import threading
import traceback
import urllib.error
import urllib.request

from zalo_bot import Bot
from zalo_bot.error import BadRequest, Forbidden, InvalidToken, NetworkError, ZaloError
from zalo_bot.ext import ApplicationBuilder, CommandHandler, MessageHandler, filters

TOKEN = "1459000000000000077:python-secret"
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class World:
    """The people's side, through the stand-in's control route."""

    def __init__(self, url):
        self.url = url.rstrip("/")

    def __call__(self, verb, **given):
        body = json.dumps(given).encode()
        request = urllib.request.Request(f"{self.url}/control/{verb}", body, {"Content-Type": "application/json"})
        try:
            with NO_PROXY.open(request, timeout=10) as answer:
                return json.load(answer)["result"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{verb}: {error.read().decode()}") from None


class Target(http.server.BaseHTTPRequestHandler):
    """A picture to fetch, and a webhook that remembers what came."""

    got = []

    def do_GET(self):
        self.answer(b"\xff\xd8 a picture")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        Target.got.append((self.headers, body))
        self.answer(b"")

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


async def refused(kind, work):
    """Awaits a call that must fail with exactly this error class."""
    try:
        await work
    except kind as error:
        if type(error) is not kind:
            raise AssertionError(f"{type(error).__name__} instead of {kind.__name__}: {error}") from error
        return error
    raise AssertionError(f"no {kind.__name__}")


class Story:
    def __init__(self, url):
        self.world, self.url = World(url), url.rstrip("/")
        self.passed = self.failed = 0
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Target)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.target = f"http://127.0.0.1:{server.server_address[1]}"
        self.bot_id = self.world("add_bot", token=TOKEN, name="Bot Thử")
        self.an = self.world("add_person", name="An")
        self.group = self.world("add_group", title="Bản Nà Sài", members=[self.an])

    async def check(self, what, work):
        try:
            await asyncio.wait_for(work, 30)
            self.passed += 1
            print(f"ok      python-zalo-bot: {what}")
        except Exception:  # a check may fail in any way; every one is reported
            self.failed += 1
            print(f"FAILED  python-zalo-bot: {what}")
            traceback.print_exc()
        self.world("clear_faults")
        self.world("habits")
        self.world("hold", held=False)

    def says(self, text, **how):
        return self.world("person_sends", user=self.an, chat=how.get("chat", self.bot_id), text=text)

    def private(self):
        return self.world("private_messages", user=self.an, bot=self.bot_id)

    async def who(self, bot):
        me = await bot.get_me()
        assert (me.id, me.display_name, me.can_join_groups) == (self.bot_id, "Bot Thử", True), me
        await refused(InvalidToken, Bot("1459:wrong", base_url=self.url).initialize())

    async def updates(self, bot):
        number = self.says("Bao giờ tiêm vắc xin?")
        update = await bot.get_update(timeout=5)
        message = update.message
        assert (message.text, message.message_id, message.chat.id) == ("Bao giờ tiêm vắc xin?", number, self.an)
        assert (message.chat.type, message.from_user.display_name) == ("PRIVATE", "An")
        assert message.from_user.is_bot is False
        self.world("person_sends_photo", user=self.an, chat=self.bot_id, caption="giấy này")
        update = await bot.get_update(timeout=5)
        assert update.message.photo_url.startswith("http"), update
        self.world("person_sends_sticker", user=self.an, chat=self.bot_id, sticker="bfe458bf64fa8da4d4eb")
        assert (await bot.get_update(timeout=5)).message.sticker == "bfe458bf64fa8da4d4eb"

    async def nothing_new(self, bot):
        error = await refused(NetworkError, bot.get_update(timeout=1))
        assert "408" in str(error), error
        self.world("habits", always_200=True)
        assert await bot.get_update(timeout=1) is None

    async def sends(self, bot):
        sent = await bot.send_message(self.an, "Tin <b>mới</b> 🏘 **không**")
        seen = self.private()[-1]
        assert (seen["message_id"], seen["text"]) == (sent.message_id, "Tin <b>mới</b> 🏘 **không**")
        await bot.send_photo(self.an, "lời dưới ảnh", f"{self.target}/p.jpg")
        seen = self.private()[-1]
        assert (seen["kind"], seen["text"], len(seen["fetched"])) == ("photo", "lời dưới ảnh", 2), seen
        await bot.send_sticker(self.an, "bfe458bf64fa8da4d4eb")
        assert self.private()[-1]["kind"] == "sticker"
        await bot.send_chat_action(self.an, "typing")

    async def refusals(self, bot):
        await refused(BadRequest, bot.send_message(self.an, "ă" * 2001))
        # The client takes every 404 for a bad token; the platform says so of unknown chats.
        await refused(InvalidToken, bot.send_message(self.group, "x"))
        self.world("blocks", user=self.an, bot=self.bot_id)
        await refused(Forbidden, bot.send_message(self.an, "x"))
        self.world("unblocks", user=self.an, bot=self.bot_id)
        self.world("habits", per_month=0)
        error = await refused(NetworkError, bot.send_message(self.an, "x"))
        assert "Quota exceeded" in str(error), error
        self.world("habits")
        self.world("fault", method="sendMessage", what={"html": 502})
        await refused(ZaloError, bot.send_message(self.an, "x"))

    async def groups(self, bot):
        self.world("add_bot_to_group", bot=self.bot_id, group=self.group)
        self.says("chào cả bản", chat=self.group)
        self.world("person_mentions", user=self.an, group=self.group, bot=self.bot_id, text="lịch họp?")
        message = (await bot.get_update(timeout=5)).message
        assert (message.text, message.chat.type) == ("@Bot Thử lịch họp?", "GROUP")
        await message.reply_text("19 giờ")
        assert self.world("messages", group=self.group)[-1]["text"] == "19 giờ"

    async def webhooks(self, bot):
        url = f"{self.target}/hook"
        assert await asyncio.to_thread(Bot(TOKEN, base_url=self.url).set_webhook, url, "village-secret-01")
        info = await asyncio.to_thread(Bot(TOKEN, base_url=self.url).get_webhook_info)
        assert info.url == url, info
        await refused(BadRequest, bot.get_update(timeout=1))
        Target.got.clear()
        self.says("qua webhook")
        for _ in range(100):
            if Target.got:
                break
            await asyncio.sleep(0.05)
        headers, body = Target.got[0]
        assert headers["X-Bot-Api-Secret-Token"] == "village-secret-01", headers
        assert json.loads(body)["message"]["text"] == "qua webhook"
        assert await asyncio.to_thread(Bot(TOKEN, base_url=self.url).delete_webhook)
        error = await refused(InvalidToken, bot._get_webhook_info_async())
        assert "webhook" in str(error), error

    async def application(self):
        app = ApplicationBuilder().token(TOKEN).base_url(self.url).build()

        async def start(update, context):
            await update.message.reply_text(f"Chào {update.effective_user.display_name}")

        async def echo(update, context):
            await update.message.reply_text(f"Nghe: {update.message.text}")

        app.add_handler(CommandHandler("start", start))
        app.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
        loop = asyncio.create_task(app._polling_loop())
        self.says("/start")
        self.says("có ai không")
        for _ in range(200):
            if [m["text"] for m in self.private()][-1] == "Nghe: có ai không":
                break
            await asyncio.sleep(0.05)
        texts = [m["text"] for m in self.private()]
        assert "Chào An" in texts and texts[-1] == "Nghe: có ai không", texts[-4:]
        app._running = False
        loop.cancel()

    async def run(self):
        bot = Bot(TOKEN, base_url=self.url)
        await bot.initialize()
        await self.check("who it is, and who it is not", self.who(bot))
        await self.check("text, pictures and stickers arrive one at a time", self.updates(bot))
        await self.check("nothing new is 408, with HTTP 408 and with HTTP 200", self.nothing_new(bot))
        await self.check("text, pictures, stickers and typing", self.sends(bot))
        await self.check("refusals are the classes it expects", self.refusals(bot))
        await self.check("a group is heard by mention", self.groups(bot))
        await self.check("a webhook is set, called and taken away", self.webhooks(bot))
        await bot.shutdown()
        await self.check("a whole application polls and answers", self.application())
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    sys.exit(asyncio.run(Story(sys.argv[1]).run()))
