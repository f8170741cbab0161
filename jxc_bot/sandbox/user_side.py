"""The JSON interface under ``/api`` for people: the web chat, the scenario tests and the benchmark use it."""

import asyncio
import contextlib

from aiohttp import WSMsgType, web
from aiohttp.helpers import content_disposition_header

from jxc_bot.sandbox import acts, acts_inline, acts_membership
from jxc_bot.sandbox.bot_side import dumps
from jxc_bot.sandbox.faults import CALL_KINDS, UPDATE_KINDS, Fault
from jxc_bot.sandbox.state import Json, Person
from jxc_bot.sandbox.user_answers import answer
from jxc_bot.sandbox.views import chat_line, group_view, message_view
from jxc_bot.sandbox.world import World


def _person(person: Person) -> Json:
    keys = ("id", "first_name", "last_name", "username", "language_code", "role", "role_title", "colour")
    return {key: getattr(person, key) for key in keys}


class UserSide:
    """Handlers over one world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._open: set[web.WebSocketResponse] = set()

    def routes(self) -> list[web.RouteDef]:
        """All of them."""
        return [
            web.get("/api/world", self.world),
            web.post("/api/people", self.add_person),
            web.post("/api/chats", self.add_chat),
            web.get(r"/api/people/{pid:-?\d+}/chats", self.chats),
            web.get(r"/api/chats/{cid:-?\d+}/messages", self.messages),
            web.post("/api/send", self.send),
            web.post("/api/edit", self.edit),
            web.post("/api/upload", self.upload),
            web.post("/api/press", self.press),
            web.post("/api/inline", self.inline),
            web.post("/api/inline/choose", self.choose),
            web.get("/api/commands", self.commands),
            web.get("/api/files/{file_id}", self.file),
            web.post("/api/read", self.read),
            web.post("/api/react", self.react),
            web.post("/api/members", self.members),
            web.post("/api/migrate", self.migrate),
            web.post("/api/faults", self.add_fault),
            web.delete("/api/faults", self.clear_faults),
            web.get("/api/calls", self.calls),
            web.get("/api/live", self.live),
        ]

    async def close(self) -> None:
        """Ends all open live connections."""
        for socket in list(self._open):
            await socket.close()

    # -- people and chats ------------------------------------------------------------------------------------------

    async def world(self, request: web.Request) -> web.Response:
        """The bot, the people, the groups."""
        groups = [chat for chat in self._world.chats.values() if not chat.is_private and not chat.migrated_to]
        return answer(
            {
                "bot": self._world.bot.user(),
                "people": [_person(person) for person in self._world.people.values()],
                "chats": [group_view(chat) for chat in groups],
            }
        )

    async def add_person(self, request: web.Request) -> web.Response:
        """A newcomer."""
        asked = await request.json()
        known = ("first_name", "last_name", "username", "language_code", "role", "role_title")
        return answer(_person(self._world.add_person(**{key: asked[key] for key in known if asked.get(key)})))

    async def add_chat(self, request: web.Request) -> web.Response:
        """A new group with the bot in it."""
        asked = await request.json()
        member_ids = [int(member) for member in asked["member_ids"] if int(member) != self._world.bot.id]
        is_forum = bool(asked.get("is_forum"))
        return answer(group_view(acts_membership.found_group(self._world, asked["title"], member_ids, is_forum)))

    async def chats(self, request: web.Request) -> web.Response:
        """A person's chats: the private one first."""
        person_id = int(request.match_info["pid"])
        if person_id not in self._world.people:
            raise acts.NotPossible(f"nobody has the id {person_id}")
        groups = [
            c for c in self._world.chats.values() if not c.is_private and c.present(person_id) and not c.migrated_to
        ]
        private = self._world.chats[person_id]
        return answer([chat_line(self._world, chat, person_id) for chat in (private, *groups)])

    async def messages(self, request: web.Request) -> web.Response:
        """The newest messages of a chat, or those before a given one; oldest first."""
        _, chat = acts.place(self._world, int(request.query["as"]), int(request.match_info["cid"]))
        before = int(request.query.get("before") or 0)
        limit = int(request.query.get("limit") or 50)
        found = []
        for message in reversed(chat.messages.values()):
            if not message.deleted and (not before or message.id < before):
                found.append(message_view(self._world, chat, message))
                if len(found) >= limit:
                    break
        return answer(found[::-1])

    async def read(self, request: web.Request) -> web.Response:
        """A person has seen everything in a chat."""
        asked = await request.json()
        self._world.chats[int(asked["chat"])].unread.pop(int(asked["as"]), None)
        return answer({})

    async def members(self, request: web.Request) -> web.Response:
        """Add, remove, block, unblock, promote."""
        chat = acts_membership.act(self._world, await request.json())
        return answer(chat_line(self._world, chat, chat.id) if chat.is_private else group_view(chat))

    async def migrate(self, request: web.Request) -> web.Response:
        """A group becomes a supergroup."""
        return answer(group_view(acts_membership.migrate(self._world, int((await request.json())["chat"]))))

    # -- talking ---------------------------------------------------------------------------------------------------

    async def send(self, request: web.Request) -> web.Response:
        """A person writes."""
        asked = await request.json()
        person_id, chat_id = int(asked["as"]), int(asked["chat"])
        message = acts.say(self._world, person_id, chat_id, asked["text"], asked.get("reply_to"), asked.get("thread"))
        return answer(message_view(self._world, self._world.chats[chat_id], message))

    async def edit(self, request: web.Request) -> web.Response:
        """A person corrects a message of theirs: {as, chat, message, text}."""
        asked = await request.json()
        chat_id = int(asked["chat"])
        message = acts.edit(self._world, int(asked["as"]), chat_id, int(asked["message"]), asked["text"])
        return answer(message_view(self._world, self._world.chats[chat_id], message))

    async def upload(self, request: web.Request) -> web.Response:
        """A person sends a file (multipart)."""
        form = await request.post()
        file = form["file"]
        if not isinstance(file, web.FileField):
            raise acts.NotPossible("file must be an upload")
        chat_id = int(str(form["chat"]))
        message = acts.upload(
            self._world,
            int(str(form["as"])),
            chat_id,
            file.filename,
            file.file.read(),
            kind=str(form.get("kind", "document")),
            caption=str(form.get("caption", "")),
            mime_type=file.content_type,
            reply_to=int(str(form.get("reply_to") or 0)) or None,
            thread=int(str(form.get("thread") or 0)) or None,
        )
        return answer(message_view(self._world, self._world.chats[chat_id], message))

    async def press(self, request: web.Request) -> web.Response:
        """A person presses a button; `times` reports the same press again."""
        asked = await request.json()
        place = int(asked["as"]), int(asked["chat"]), int(asked["message"])
        if asked.get("wait") is False:
            acts.push_press(self._world, *place, asked["data"], int(asked.get("times", 1)))
            return answer({"answered": False})
        return answer(await acts.press(self._world, *place, asked["data"], int(asked.get("times", 1))))

    async def inline(self, request: web.Request) -> web.Response:
        """A person types the bot's name and a query."""
        asked = await request.json()
        found = await acts_inline.ask_inline(
            self._world, int(asked["as"]), asked["query"], asked.get("offset", ""), int(asked.get("chat") or 0)
        )
        shown = {"id": "id", "title": "title", "description": "description", "thumbnail_url": "thumb"}
        results = [{name: result[key] for key, name in shown.items() if key in result} for result in found["results"]]
        more = {"button": found["button"]} if "button" in found else {}
        return answer({"results": results, "next_offset": found["next_offset"]} | more)

    async def choose(self, request: web.Request) -> web.Response:
        """A person takes one of the results."""
        asked = await request.json()
        chat_id = int(asked["chat"])
        message = acts_inline.choose(self._world, int(asked["as"]), chat_id, asked["result_id"])
        return answer(message_view(self._world, self._world.chats[chat_id], message))

    async def react(self, request: web.Request) -> web.Response:
        """A person reacts to a message."""
        asked = await request.json()
        chat_id = int(asked["chat"])
        message = acts.react(self._world, int(asked["as"]), chat_id, int(asked["message"]), asked.get("emoji", ""))
        return answer(message_view(self._world, self._world.chats[chat_id], message))

    async def commands(self, request: web.Request) -> web.Response:
        """The command menu a person sees in a chat."""
        person, chat = acts.place(self._world, int(request.query["as"]), int(request.query["chat"]))
        return answer(self._world.commands.seen(chat, person.id, person.language_code))

    async def file(self, request: web.Request) -> web.Response:
        """The bytes of a photo or document."""
        stored = self._world.files.get(request.match_info["file_id"])
        if stored is None:
            raise web.HTTPNotFound
        shown_here = stored.kind == "photo"
        response = web.Response(
            body=stored.data, content_type="image/jpeg" if shown_here else "application/octet-stream"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        with contextlib.suppress(ValueError):
            response.headers["Content-Disposition"] = _disposition(stored.name, shown_here)
        return response

    # -- for tests -------------------------------------------------------------------------------------------------

    async def add_fault(self, request: web.Request) -> web.Response:
        """Arms a fault: of calls, or of the next updates."""
        asked = await request.json()
        kind, times = str(asked["kind"]), int(asked.get("times", 1))
        if kind in UPDATE_KINDS:
            self._world.updates.disturb(kind, times)
        elif kind in CALL_KINDS:
            more = {key: asked[key] for key in ("retry_after", "seconds") if key in asked}
            self._world.faults.add(Fault(kind, times, asked.get("method") or "", **more))
        else:
            raise acts.NotPossible(f"no such fault: {kind}")
        return answer({})

    async def clear_faults(self, request: web.Request) -> web.Response:
        """Disarms all."""
        self._world.faults.clear()
        self._world.updates.settle()
        return answer({})

    async def calls(self, request: web.Request) -> web.Response:
        """What the bot called, newest last: {method, parameters, at, refusal?}, and what was odd about it."""
        limit = int(request.query.get("limit") or 100)
        shown = [
            {"method": call.method, "parameters": call.parameters, "at": call.at}
            | ({"refusal": call.refusal.description} if call.refusal else {})
            for call in list(self._world.calls)[-limit:]
        ]
        pending = len(self._world.updates.pending)
        return answer({"calls": shown, "notes": self._world.notes[-limit:], "pending_updates": pending})

    async def live(self, request: web.Request) -> web.StreamResponse:
        """Events of a person's chats as they happen (WebSocket)."""
        person_id = int(request.query["as"])
        if person_id not in self._world.people:
            raise acts.NotPossible(f"nobody has the id {person_id}")
        socket = web.WebSocketResponse(heartbeat=30)
        ear = self._world.hub.listen(person_id)  # first, so that nothing is missed once the client sees it open
        speaking = None
        try:
            await socket.prepare(request)
            self._open.add(socket)
            speaking = asyncio.create_task(_speak(socket, ear))
            async for received in socket:
                if received.type is WSMsgType.ERROR:
                    break
        finally:
            if speaking:
                speaking.cancel()
            self._world.hub.leave(person_id, ear)
            self._open.discard(socket)
        return socket


async def _speak(socket: web.WebSocketResponse, ear: "asyncio.Queue[Json]") -> None:
    with contextlib.suppress(ConnectionError):
        while True:
            await socket.send_str(dumps(await ear.get()))


def _disposition(name: str, inline: bool) -> str:
    return content_disposition_header("inline" if inline else "attachment", filename=name)
