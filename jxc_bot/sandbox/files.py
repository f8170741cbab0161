"""Files that people and the bot send: kept in memory, found by id, photos in several sizes."""

import io
import secrets
from dataclasses import dataclass
from mimetypes import guess_extension, guess_type
from typing import Any

from PIL import Image, UnidentifiedImageError

from jxc_bot.sandbox.refusal import bad_request, entity_too_large

Json = dict[str, Any]

PHOTO_LIMIT = 10 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024
DOWNLOAD_LIMIT = 20 * 1024 * 1024
_SIZES = (90, 320, 800, 1280)


@dataclass(slots=True)
class Stored:
    """One file; `path` is what getFile answers, `kind` is photo or document."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime_type: str
    data: bytes
    path: str
    width: int = 0
    height: int = 0


class Files:
    """All files of one world."""

    def __init__(self) -> None:
        self._by_id: dict[str, Stored] = {}
        self._by_path: dict[str, Stored] = {}
        self._photos: dict[str, list[Json]] = {}

    def get(self, file_id: str) -> Stored | None:
        """The file with an id."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> Stored | None:
        """The file at a download path."""
        return self._by_path.get(path)

    def keep(self, kind: str, name: str, data: bytes, mime_type: str = "") -> Stored:
        """Stores bytes as they are."""
        mime_type = mime_type or guess_type(name)[0] or "application/octet-stream"
        number = len(self._by_id)
        unique_id = f"AQAD{number:06d}{secrets.token_urlsafe(6)}"
        extension = f".{name.rsplit('.', 1)[1]}" if "." in name else guess_extension(mime_type) or ""
        stored = Stored(
            file_id=f"{'AgACAgI' if kind == 'photo' else 'BQACAgI'}{secrets.token_urlsafe(32)}",
            unique_id=unique_id,
            kind=kind,
            name=name,
            mime_type=mime_type,
            data=data,
            path=f"{kind}s/file_{number}{extension if extension[1:].isalnum() else ''}",
        )
        self._by_id[stored.file_id] = self._by_path[stored.path] = stored
        return stored

    def keep_document(self, name: str, data: bytes, mime_type: str = "") -> Json:
        """Stores a document; returns the Bot API's Document."""
        if len(data) > UPLOAD_LIMIT:
            raise entity_too_large()
        if not data:
            raise bad_request("file must be non-empty")
        return self._document(self.keep("document", name, data, mime_type))

    def keep_photo(self, data: bytes) -> list[Json]:
        """Stores a picture in up to four sizes, smallest first; returns the Bot API's array of PhotoSize."""
        if len(data) > PHOTO_LIMIT:
            raise bad_request("file is too big")
        try:
            with Image.open(io.BytesIO(data)) as opened:
                picture = opened.convert("RGB")
        except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
            raise bad_request("IMAGE_PROCESS_FAILED") from None
        width, height = picture.size
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        longest = max(width, height)
        sizes = [*[side for side in _SIZES if side < longest][:3], min(longest, _SIZES[-1])]
        made = [self._photo_size(picture, side) for side in dict.fromkeys(sizes)]
        for size in made:
            self._photos[size["file_id"]] = made
        return made

    def _photo_size(self, picture: Image.Image, side: int) -> Json:
        small = picture.copy()
        small.thumbnail((side, side))
        out = io.BytesIO()
        small.save(out, "JPEG", quality=85)
        stored = self.keep("photo", "photo.jpg", out.getvalue(), "image/jpeg")
        stored.width, stored.height = small.size
        return {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "width": stored.width,
            "height": stored.height,
            "file_size": len(stored.data),
        }

    @staticmethod
    def _document(stored: Stored) -> Json:
        return {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "file_name": stored.name,
            "mime_type": stored.mime_type,
            "file_size": len(stored.data),
        }

    def again(self, kind: str, file_id: str) -> Any:
        """The Document or the PhotoSizes of a file already stored; refuses an id that is none or of another kind."""
        stored = self._by_id.get(file_id)
        if stored is None:
            reason = (
                "failed to get HTTP URL content" if "://" in file_id else "wrong file identifier/HTTP URL specified"
            )
            raise bad_request(reason)
        if stored.kind != kind:
            raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
        return self._photos[file_id] if kind == "photo" else self._document(stored)
