"""The Bot API's ChatMember of a user, from the plain status kept in a chat."""

from typing import TYPE_CHECKING

from jxc_bot.sandbox.state import ADMIN_RIGHTS, Json

if TYPE_CHECKING:
    from jxc_bot.sandbox.world import World

_HIDDEN_FROM_GROUPS = {"is_anonymous", "can_post_stories", "can_edit_stories", "can_delete_stories"}


def user_of(world: "World", user_id: int) -> Json | None:
    """The bot's or a person's User."""
    if user_id == world.bot.id:
        return world.bot.user()
    person = world.people.get(user_id)
    return person.user() if person else None


def member(world: "World", user_id: int, status: str) -> Json:
    """ChatMember with every field its status asks for."""
    made: Json = {"user": user_of(world, user_id), "status": status}
    if status == "creator":
        return made | {"is_anonymous": False}
    if status == "administrator":
        rights = {right: right not in _HIDDEN_FROM_GROUPS and right != "can_be_edited" for right in ADMIN_RIGHTS}
        return made | rights | {"can_pin_messages": True, "can_manage_topics": True}
    if status == "kicked":
        return made | {"until_date": 0}
    return made
