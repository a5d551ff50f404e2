#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11"
# dependencies = ["aiogram>=3.30", "python-telegram-bot>=22"]
# ///
"""Two Telegram clients that others wrote, run against the stand-in for Telegram.

Why: the stand-in and the bot's own client come from one hand, so both could misread the platform in the
same way. aiogram and python-telegram-bot parse every answer strictly and know nothing of either.

The stand-in must run with its control route open (`cargo run --example standin` prints its address). Then:

    python3 -m venv venv && venv/bin/pip install aiogram python-telegram-bot
    venv/bin/python tests/clients/telegram_clients.py http://127.0.0.1:PORT [aiogram] [ptb]

or with STANDIN_URL set instead of the address. Exit code 0 when every check passed.
"""

import asyncio
import io
import json
import logging
import os
import sys
import traceback
import urllib.error
import urllib.request

OGG = b"OggS" + bytes(400)
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes([0, 0, 1, 64, 0, 0, 0, 240]) + bytes(40)  # 320 × 240
BROKEN_HTML = "một <b>hai"
HTML = "Tin <b>mới</b> &lt;1&gt; <a href='https://a.vn/?a=1&amp;b=2'>đọc</a> 🏘 <i>bản</i>"
PLAIN = "Tin mới <1> đọc 🏘 bản"


class World:
    """The people's side, through the stand-in's control route."""

    def __init__(self, url):
        self.url = url.rstrip("/")

    async def __call__(self, verb, **given):
        return await asyncio.to_thread(self._call, verb, given)

    def _call(self, verb, given):
        body = json.dumps(given).encode()
        request = urllib.request.Request(f"{self.url}/control/{verb}", body, {"Content-Type": "application/json"})
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10) as answer:
                return json.load(answer)["result"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{verb}: {error.read().decode()}") from None


class Story:
    """One bot, two people, a group; the checks are the same for every client."""

    def __init__(self, world, name, number):
        self.world, self.name = world, name
        self.token = f"{number}:{name}-secret"
        self.username = f"{name}_bot"
        self.passed, self.failed = 0, 0

    async def prepare(self):
        self.bot = await self.world("add_bot", token=self.token, username=self.username, name=f"Bot of {self.name}")
        self.an = await self.world("add_person", name="An")
        self.binh = await self.world("add_person", name="Bình")
        self.group = await self.world("add_basic_group", title="Bản Nà Sài", members=[self.an, self.binh])

    async def check(self, what, work):
        try:
            await asyncio.wait_for(work, 30)
            self.passed += 1
            print(f"ok      {self.name}: {what}")
        except Exception:  # a check may fail in any way; every one is reported
            self.failed += 1
            print(f"FAILED  {self.name}: {what}")
            traceback.print_exc()
        for verb in ["clear_faults", "limits", "release"]:  # a failed check leaves nothing to the next
            await self.world(verb)


async def refused(kind, work):
    """Awaits a call that must fail with exactly this error class."""
    try:
        await work
    except kind as error:
        if type(error) is not kind:
            raise AssertionError(f"{type(error).__name__} instead of {kind.__name__}: {error}") from error
        return error
    raise AssertionError(f"no {kind.__name__}")


def same(found, wanted):
    if found != wanted:
        raise AssertionError(f"{found!r}, not {wanted!r}")


# ------------------------------------------------------------------------------------------------- aiogram


async def with_aiogram(story):
    import aiogram
    from aiogram import Bot, Dispatcher, exceptions, types
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer

    print(f"aiogram {aiogram.__version__}, Bot API {aiogram.__api_version__}")
    world = story.world
    session = AiohttpSession(api=TelegramAPIServer.from_base(world.url))
    bot = Bot(story.token, session=session)
    keyboard = types.InlineKeyboardMarkup(
        inline_keyboard=[[types.InlineKeyboardButton(text="Đồng ý", callback_data="a:1")],
                         [types.InlineKeyboardButton(text="Mở", url="https://a.vn/")]]
    )
    seen = {}

    async def updates():
        found = await bot.get_updates(offset=seen.get("offset"), timeout=10)
        if found:
            seen["offset"] = found[-1].update_id + 1
        return found

    async def me():
        me = await bot.get_me()
        same((me.id, me.is_bot, me.username, me.can_read_all_group_messages), (story.bot, True, story.username, False))
        await refused(exceptions.TelegramUnauthorizedError, Bot("1:wrong", session=session).get_me())

    async def hears_a_person():
        waiting = asyncio.create_task(updates())
        await asyncio.sleep(0.2)
        await world("opens_link", user=story.an, url=f"https://t.me/{story.username}?start=ma_1")
        message = (await waiting)[0].message
        same((message.text, message.chat.id, message.from_user.id), ("/start ma_1", story.an, story.an))
        same(message.entities[0].type, "bot_command")

    async def text_and_press():
        sent = await bot.send_message(story.an, HTML, parse_mode="HTML", reply_markup=keyboard)
        rows = sent.reply_markup.inline_keyboard
        rows = [[(button.text, button.callback_data, button.url) for button in row] for row in rows]
        same((sent.text, rows), (PLAIN, [[("Đồng ý", "a:1", None)], [("Mở", None, "https://a.vn/")]]))
        same([e.extract_from(sent.text) for e in sent.entities], ["mới", "đọc", "bản"])
        pressed = {"chat": story.bot, "message": sent.message_id, "button": "Đồng ý"}
        query = await world("person_presses", user=story.an, **pressed)
        press = (await updates())[0].callback_query
        same((press.data, press.message.message_id), ("a:1", sent.message_id))
        same(await bot.answer_callback_query(press.id, text="Đã nhận"), True)
        same((await world("press_answer", query=query))["text"], "Đã nhận")
        error = await refused(exceptions.TelegramBadRequest, bot.answer_callback_query("1"))
        assert "query ID is invalid" in error.message, error
        edited = await bot.edit_message_text("Xong", chat_id=story.an, message_id=sent.message_id)
        same((edited.text, edited.reply_markup, edited.edit_date is not None), ("Xong", None, True))
        answer = await bot.send_message(story.an, "x", reply_to_message_id=sent.message_id)
        same(answer.reply_to_message.message_id, sent.message_id)
        same(await bot.delete_message(story.an, sent.message_id), True)

    async def voice():
        upload = types.BufferedInputFile(OGG, "tin.ogg")
        first = await bot.send_voice(story.an, upload, duration=3, caption="<b>Tin</b>", parse_mode="HTML")
        same((first.voice.duration, first.voice.file_size, first.caption), (3, len(OGG), "Tin"))
        again = await bot.send_voice(story.an, first.voice.file_id)
        same(again.voice.file_id, first.voice.file_id)
        file = await bot.get_file(again.voice.file_id)
        same((await bot.download_file(file.file_path)).read(), OGG)
        error = await refused(exceptions.TelegramBadRequest, bot.send_voice(story.an, "AwACAgIAAx"))
        assert "wrong file identifier" in error.message, error
        photo = await bot.send_photo(story.an, types.BufferedInputFile(PNG, "a.png"))
        same((photo.photo[-1].width, photo.photo[-1].height), (320, 240))
        album = [types.InputMediaPhoto(media=types.BufferedInputFile(PNG, "a.png"), caption="Hai ảnh"),
                 types.InputMediaPhoto(media=photo.photo[-1].file_id)]
        same(len(await bot.send_media_group(story.an, album)), 2)
        copied = await bot.copy_message(story.an, story.an, photo.message_id)
        assert copied.message_id > photo.message_id
        passed = await bot.forward_message(story.an, story.an, first.message_id)
        same(passed.forward_origin.type, "user")

    async def groups():
        await world("add_bot_to_group", bot=story.bot, group=story.group, by=story.an)
        found = await updates()
        same(found[0].my_chat_member.new_chat_member.status, "member")
        same((await bot.get_chat(story.group)).title, "Bản Nà Sài")
        same(await bot.get_chat_member_count(story.group), 3)
        same((await bot.get_chat_administrators(story.group))[0].user.id, story.an)
        same((await bot.get_chat_member(story.group, story.binh)).status, "member")
        await world("person_sends", user=story.binh, chat=story.group, text="không ai nghe")
        await world("person_sends", user=story.binh, chat=story.group, text=f"/hoi@{story.username} giá ngô")
        await asyncio.sleep(0.1)
        texts = [u.message.text for u in found[1:] + await updates() if u.message]
        same([text for text in texts if text], [f"/hoi@{story.username} giá ngô"])
        same(await bot.set_my_commands([types.BotCommand(command="hoi", description="Hỏi")]), True)
        same((await bot.get_my_commands())[0].command, "hoi")
        commands = bot.set_my_commands([types.BotCommand(command="nug", description="Nug")], language_code="hmn")
        await refused(exceptions.TelegramBadRequest, commands)

    async def refusals():
        await refused(exceptions.TelegramBadRequest, bot.send_message(story.an, BROKEN_HTML, parse_mode="HTML"))
        await refused(exceptions.TelegramBadRequest, bot.send_message(story.an, "x" * 4097))
        error = await refused(exceptions.TelegramForbiddenError, bot.send_message(story.binh, "x"))
        assert "can't initiate" in error.message, error
        await world("fault", method="sendMessage", what={"retry_after": 7})
        same((await refused(exceptions.TelegramRetryAfter, bot.send_message(story.an, "x"))).retry_after, 7)
        await asyncio.sleep(1.1)  # what was sent before counts too
        await world("limits", per_chat_second=1)
        await bot.send_message(story.an, "x")
        same((await refused(exceptions.TelegramRetryAfter, bot.send_message(story.an, "x"))).retry_after, 1)
        await world("limits")
        await world("fault", what={"error": {"code": 500, "description": "Internal Server Error: restart"}})
        await refused(exceptions.RestartingTelegram, bot.send_message(story.an, "x"))
        for what in ["drop_before", "drop_after"]:
            await world("fault", method="sendmessage", what=what)
            await refused(exceptions.TelegramNetworkError, bot.send_message(story.an, f"{what}!"))
        texts = [m["text"] for m in await world("private_messages", user=story.an, bot=story.bot)]
        same(("drop_before!" in texts, "drop_after!" in texts), (False, True))
        await world("limits", upload_bytes=100)
        large = types.BufferedInputFile(OGG, "tin.ogg")
        await refused(exceptions.TelegramEntityTooLarge, bot.send_voice(story.an, large))
        await world("limits")
        await world("blocks", user=story.an, bot=story.bot)
        await refused(exceptions.TelegramForbiddenError, bot.send_message(story.an, "x"))
        await world("unblocks", user=story.an, bot=story.bot)
        first = asyncio.create_task(bot.get_updates(offset=-1, timeout=10))
        await first
        waiting = asyncio.create_task(bot.get_updates(offset=2_000_000_000, timeout=10))
        await asyncio.sleep(0.2)
        await bot.get_updates(offset=2_000_000_000)
        await refused(exceptions.TelegramConflictError, waiting)
        new = await world("migrate", group=story.group)
        error = await refused(exceptions.TelegramMigrateToChat, bot.send_message(story.group, "x"))
        same(error.migrate_to_chat_id, new)
        same((await bot.send_message(new, "x")).chat.type, "supergroup")
        moved = [u.message for u in await bot.get_updates() if u.message]
        same((moved[0].migrate_to_chat_id, moved[1].migrate_from_chat_id), (new, story.group))

    async def its_own_loop():
        dispatcher = Dispatcher()

        @dispatcher.message(aiogram.F.chat.type == "private")
        async def echo(message):
            await message.answer(f"nghe: {message.text}")

        polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
        await world("person_sends", user=story.an, chat=story.bot, text="vòng")
        await answered(story, "nghe: vòng")
        await dispatcher.stop_polling()
        await polling

    for what, work in [("getMe, 401", me), ("hears a person", hears_a_person),
                       ("text, keyboard, press", text_and_press),
                       ("voice, photo, album, files", voice), ("groups, privacy, commands", groups),
                       ("429 403 413 409 500 migrate drops", refusals), ("its own polling loop", its_own_loop)]:
        await story.check(what, work())
    await session.close()


# -------------------------------------------------------------------------------------- python-telegram-bot


async def with_ptb(story):
    import telegram
    from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, error
    from telegram.ext import Application, MessageHandler, filters

    print(f"python-telegram-bot {telegram.__version__}, Bot API {telegram.__bot_api_version__}")
    world = story.world

    def new_bot(token):
        return Bot(token, base_url=f"{world.url}/bot", base_file_url=f"{world.url}/file/bot")

    bot = new_bot(story.token)
    keyboard = InlineKeyboardMarkup(
        [[InlineKeyboardButton("Đồng ý", callback_data="a:1")], [InlineKeyboardButton("Mở", url="https://a.vn/")]]
    )
    seen = {}

    async def updates():
        found = await bot.get_updates(offset=seen.get("offset"), timeout=10)
        if found:
            seen["offset"] = found[-1].update_id + 1
        return found

    async def me():
        await bot.initialize()
        same((bot.id, bot.bot.is_bot, bot.username), (story.bot, True, story.username))
        await refused(error.InvalidToken, new_bot("1:wrong").get_me())

    async def hears_a_person():
        waiting = asyncio.create_task(updates())
        await asyncio.sleep(0.2)
        await world("opens_link", user=story.an, url=f"https://t.me/{story.username}?start=ma_1")
        message = (await waiting)[0].message
        same((message.text, message.chat.id, message.from_user.id), ("/start ma_1", story.an, story.an))
        same(message.entities[0].type, "bot_command")

    async def text_and_press():
        sent = await bot.send_message(story.an, HTML, parse_mode="HTML", reply_markup=keyboard)
        same((sent.text, sent.reply_markup), (PLAIN, keyboard))
        same([sent.parse_entity(e) for e in sent.entities], ["mới", "đọc", "bản"])
        query = await world("person_presses", user=story.an, chat=story.bot, message=sent.message_id, button=0)
        press = (await updates())[0].callback_query
        same((press.data, press.message.message_id), ("a:1", sent.message_id))
        same(await bot.answer_callback_query(press.id, text="Đã nhận", show_alert=True), True)
        same(await world("press_answer", query=query), {"text": "Đã nhận", "show_alert": True})
        edited = await bot.edit_message_text("Xong", chat_id=story.an, message_id=sent.message_id)
        same((edited.text, edited.reply_markup, edited.edit_date is not None), ("Xong", None, True))
        unchanged = bot.edit_message_text("Xong", chat_id=story.an, message_id=sent.message_id)
        assert "not modified" in str(await refused(error.BadRequest, unchanged))
        answer = await bot.send_message(story.an, "x", reply_to_message_id=sent.message_id)
        same(answer.reply_to_message.message_id, sent.message_id)
        same(await bot.delete_message(story.an, sent.message_id), True)

    async def voice():
        first = await bot.send_voice(story.an, io.BytesIO(OGG), duration=3, caption="<b>Tin</b>", parse_mode="HTML")
        same((first.voice.file_size, first.caption), (len(OGG), "Tin"))
        again = await bot.send_voice(story.an, first.voice.file_id)
        same(again.voice.file_id, first.voice.file_id)
        file = await bot.get_file(again.voice.file_id)
        same(bytes(await file.download_as_bytearray()), OGG)
        unknown = await refused(error.BadRequest, bot.send_voice(story.an, "AwACAgIAAx"))
        assert "wrong file identifier" in str(unknown).lower(), unknown
        photo = await bot.send_photo(story.an, io.BytesIO(PNG))
        same((photo.photo[-1].width, photo.photo[-1].height), (320, 240))
        album = [InputMediaPhoto(io.BytesIO(PNG), caption="Hai ảnh"), InputMediaPhoto(photo.photo[-1].file_id)]
        same(len(await bot.send_media_group(story.an, album)), 2)
        copied = await bot.copy_message(story.an, story.an, photo.message_id)
        assert copied.message_id > photo.message_id
        passed = await bot.forward_message(story.an, story.an, first.message_id)
        same(passed.forward_origin.type, "user")

    async def groups():
        await world("add_bot_to_group", bot=story.bot, group=story.group, by=story.an)
        found = await updates()
        same(found[0].my_chat_member.new_chat_member.status, "member")
        same((await bot.get_chat(story.group)).title, "Bản Nà Sài")
        same(await bot.get_chat_member_count(story.group), 3)
        same((await bot.get_chat_administrators(story.group))[0].user.id, story.an)
        same((await bot.get_chat_member(story.group, story.binh)).status, "member")
        await world("person_sends", user=story.binh, chat=story.group, text="không ai nghe")
        await world("person_sends", user=story.binh, chat=story.group, text=f"/hoi@{story.username} giá ngô")
        await asyncio.sleep(0.1)
        texts = [u.message.text for u in found[1:] + await updates() if u.message]
        same([text for text in texts if text], [f"/hoi@{story.username} giá ngô"])
        same(await bot.set_my_commands([BotCommand("hoi", "Hỏi")]), True)
        same((await bot.get_my_commands())[0].command, "hoi")
        await refused(error.BadRequest, bot.set_my_commands([BotCommand("nug", "Nug")], language_code="hmn"))

    async def refusals():
        await refused(error.BadRequest, bot.send_message(story.an, BROKEN_HTML, parse_mode="HTML"))
        await refused(error.BadRequest, bot.send_message(story.an, "x" * 4097))
        assert "initiate" in str(await refused(error.Forbidden, bot.send_message(story.binh, "x")))
        await world("fault", method="sendMessage", what={"retry_after": 7})
        waits = (await refused(error.RetryAfter, bot.send_message(story.an, "x"))).retry_after
        same(getattr(waits, "total_seconds", lambda: waits)(), 7)
        await world("fault", what={"error": {"code": 500, "description": "Internal Server Error: restart"}})
        await refused(error.NetworkError, bot.send_message(story.an, "x"))
        await world("fault", what={"html": 502})
        await refused(error.NetworkError, bot.send_message(story.an, "x"))
        for what in ["drop_before", "drop_after"]:
            await world("fault", method="sendmessage", what=what)
            await refused(error.NetworkError, bot.send_message(story.an, f"{what}!"))
        texts = [m["text"] for m in await world("private_messages", user=story.an, bot=story.bot)]
        same(("drop_before!" in texts, "drop_after!" in texts), (False, True))
        await world("fault", method="sendMessage", what="hang_after")
        await refused(error.TimedOut, bot.send_message(story.an, "hang!", read_timeout=0.5))
        same((await world("private_messages", user=story.an, bot=story.bot))[-1]["text"], "hang!")
        await world("blocks", user=story.an, bot=story.bot)
        await refused(error.Forbidden, bot.send_message(story.an, "x"))
        await world("unblocks", user=story.an, bot=story.bot)
        await bot.get_updates(offset=-1)
        waiting = asyncio.create_task(bot.get_updates(offset=2_000_000_000, timeout=10))
        await asyncio.sleep(0.2)
        other = new_bot(story.token)
        await other.get_updates(offset=2_000_000_000)
        await refused(error.Conflict, waiting)
        new = await world("migrate", group=story.group)
        same((await refused(error.ChatMigrated, bot.send_message(story.group, "x"))).new_chat_id, new)
        same((await bot.send_message(new, "x")).chat.type, "supergroup")
        moved = [u.message for u in await bot.get_updates() if u.message]
        same((moved[0].migrate_to_chat_id, moved[1].migrate_from_chat_id), (new, story.group))

    async def its_own_loop():
        async def echo(update, _):
            await update.message.reply_text(f"nghe: {update.message.text}")

        builder = Application.builder().token(story.token)
        builder = builder.base_url(f"{world.url}/bot").base_file_url(f"{world.url}/file/bot")
        application = builder.build()
        application.add_handler(MessageHandler(filters.TEXT & filters.ChatType.PRIVATE, echo))
        async with application:
            await application.start()
            await application.updater.start_polling()
            await world("person_sends", user=story.an, chat=story.bot, text="vòng")
            await answered(story, "nghe: vòng")
            await application.updater.stop()
            await application.stop()

    for what, work in [("getMe, 401", me), ("hears a person", hears_a_person),
                       ("text, keyboard, press", text_and_press),
                       ("voice, photo, album, files", voice), ("groups, privacy, commands", groups),
                       ("429 403 409 5xx migrate drops", refusals), ("its own polling loop", its_own_loop)]:
        await story.check(what, work())
    await bot.shutdown()


async def answered(story, text):
    for _ in range(100):
        if any(m["text"] == text for m in await story.world("private_messages", user=story.an, bot=story.bot)):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"nobody said {text!r}")


async def main():
    logging.disable(logging.CRITICAL)  # the clients log every refusal they are made to meet
    words = sys.argv[1:]
    url = next((word for word in words if word.startswith("http")), os.environ.get("STANDIN_URL"))
    if not url:
        sys.exit(__doc__)
    clients = {"aiogram": with_aiogram, "ptb": with_ptb}
    chosen = [word for word in words if word in clients] or list(clients)
    passed = failed = 0
    for number, name in enumerate(chosen, start=4001):
        story = Story(World(url), name, number)
        await story.prepare()
        await clients[name](story)
        passed, failed = passed + story.passed, failed + story.failed
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
