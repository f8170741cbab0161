"""One call of the Bot API: the world it acts on, its checked parameters, and the files that came with it."""

from dataclasses import dataclass, field
from typing import Any

from jxc_bot.sandbox.refusal import bad_request
from jxc_bot.sandbox.state import Chat, Json, Message
from jxc_bot.sandbox.world import World


@dataclass(slots=True)
class Upload:
    """One file of a multipart call."""

    name: str
    data: bytes
    mime_type: str = ""


@dataclass(slots=True)
class Call:
    """Read parameters by `call["name"]` or `call.get("name")`."""

    world: World
    parameters: Json
    uploads: dict[str, Upload] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.parameters[name]

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter, or `default` if the call does not have it."""
        return self.parameters.get(name, default)

    def chat(self) -> Chat:
        """The chat the call names, open to the bot; refused otherwise."""
        return self.world.chat_open_to_bot(self.get("chat_id"))

    def message(self, chat: Chat, missing: str) -> Message:
        """The message the call names; `missing` completes "message … not found"."""
        message = chat.found(self.get("message_id"))
        if message is None:
            raise bad_request(f"message {missing} not found")
        return message

    def photo(self, source: str) -> list[Json]:
        """The PhotoSizes of an upload (``attach://name``) or of a file id."""
        upload = self._upload(source)
        return self.world.files.keep_photo(upload.data) if upload else self.world.files.again("photo", source)

    def document(self, source: str) -> Json:
        """The Document of an upload (``attach://name``) or of a file id."""
        upload = self._upload(source)
        if upload:
            return self.world.files.keep_document(upload.name, upload.data, upload.mime_type)
        found: Json = self.world.files.again("document", source)
        return found

    def _upload(self, source: str) -> Upload | None:
        if not source.startswith("attach://"):
            return None
        upload = self.uploads.get(source.removeprefix("attach://"))
        if upload is None:
            raise bad_request(
                "file must be non-empty" if source == "attach://" else "wrong file identifier/HTTP URL specified"
            )
        return upload
