"""Coming, going and changing place: joining and leaving, blocking the bot, becoming administrator, moving a group."""

from jxc_bot.sandbox.acts import NotPossible, place
from jxc_bot.sandbox.membership import user_of
from jxc_bot.sandbox.state import Chat, Json, Person
from jxc_bot.sandbox.world import SUPERGROUP_BASE, World


def found_group(world: World, title: str, member_ids: list[int], is_forum: bool = False) -> Chat:
    """A person makes a group of these people and the bot; the bot learns that it was added."""
    if not member_ids or any(person_id not in world.people for person_id in member_ids):
        raise NotPossible("a group needs people")
    chat = world.add_group(title, member_ids, is_forum=is_forum)
    owner = world.people[member_ids[0]]
    world.tell_membership(chat, owner, world.bot.id, "left", "member")
    world.post(chat, owner, {"new_chat_members": [world.bot.user()]})
    return chat


def _actor(world: World, chat: Chat) -> Person:
    """Who does it, when nobody is named: the owner of the group."""
    owner = next((user for user, status in chat.members.items() if status == "creator"), None)
    person = world.people.get(owner or 0) or next((world.people[u] for u in chat.members if u in world.people), None)
    if person is None:
        raise NotPossible("nobody is left in the group")
    return person


def _group(world: World, chat_id: int) -> Chat:
    chat = world.chats.get(chat_id)
    if chat is None or chat.is_private or chat.migrated_to:
        raise NotPossible(f"no group has the id {chat_id}")
    return chat


def add(world: World, chat_id: int, user_id: int) -> Chat:
    """Somebody, or the bot, comes into a group."""
    chat, user = _group(world, chat_id), user_of(world, user_id)
    if user is None:
        raise NotPossible(f"nobody has the id {user_id}")
    before = chat.members.get(user_id, "left")
    actor = world.people.get(user_id) or _actor(world, chat)
    chat.members[user_id] = "member"
    world.tell_membership(chat, actor, user_id, before, "member")
    world.post(chat, actor, {"new_chat_members": [user]})
    return chat


def remove(world: World, chat_id: int, user_id: int) -> Chat:
    """Somebody leaves a group, or the bot is thrown out of it."""
    chat, user = _group(world, chat_id), user_of(world, user_id)
    if user is None or not chat.present(user_id):
        raise NotPossible(f"{user_id} is not in the group")
    actor = world.people.get(user_id) or _actor(world, chat)
    before, after = chat.members[user_id], "kicked" if user_id == world.bot.id else "left"
    world.post(chat, actor, {"left_chat_member": user})
    chat.members[user_id] = after
    world.tell_membership(chat, actor, user_id, before, after)
    return chat


def promote(world: World, chat_id: int, user_id: int) -> Chat:
    """Somebody, or the bot, becomes administrator."""
    chat = _group(world, chat_id)
    if not chat.present(user_id):
        raise NotPossible(f"{user_id} is not in the group")
    before = chat.members[user_id]
    chat.members[user_id] = "administrator"
    world.tell_membership(chat, _actor(world, chat), user_id, before, "administrator")
    return chat


def block(world: World, person_id: int, blocked: bool = True) -> Chat:
    """A person blocks the bot, or takes it back: then the bot may write again."""
    person, chat = place(world, person_id, person_id)
    chat.blocked = blocked
    states = ("member", "kicked") if blocked else ("kicked", "member")
    world.tell_membership(chat, person, world.bot.id, *states)
    return chat


def migrate(world: World, chat_id: int) -> Chat:
    """A group becomes a supergroup with a new id; both sides tell of it, the old id is refused from then on."""
    old = _group(world, chat_id)
    if old.type == "supergroup":
        raise NotPossible("it is a supergroup already")
    actor = _actor(world, old)
    new = Chat(SUPERGROUP_BASE - 200_000 - world.number(), "supergroup", old.title, colour=old.colour)
    new.members = dict(old.members)
    world.chats[new.id] = new
    world.post(old, actor, {"migrate_to_chat_id": new.id})
    old.migrated_to = new.id
    world.post(new, actor, {"migrate_from_chat_id": old.id})
    world.tell(new, "chat")
    return new


def act(world: World, deed: Json) -> Chat:
    """One deed of the user side API: {chat, pid, action}."""
    chat_id, user_id, action = int(deed["chat"]), int(deed["pid"]), deed["action"]
    if action in ("block", "unblock"):
        return block(world, user_id, action == "block")
    deeds = {"add": add, "remove": remove, "promote": promote}
    if action not in deeds:
        raise NotPossible(f"no such action: {action}")
    return deeds[action](world, chat_id, user_id)
