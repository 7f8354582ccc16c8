"""Pictures (图片): sizes and lighter copies, computed from bytes alone.

Every picture is offered as AVIF and WebP and in its own format, in up to three widths, and
always with width and height, so that a page does not jump while it loads. Names carry the
digest of the original, so they may be kept for a year.
"""

import hashlib
import io
from dataclasses import dataclass
from typing import Any

import PIL
from PIL import Image

from sitegen import limits
from sitegen.findings import Finding, Location, problem

BAD_IMAGE = problem(
    "S012", "unreadable-picture", "图片 “{file}” 打不开", "the picture `{file}` cannot be read",
    remedy=("用图片软件重新导出为 png、jpg 或 webp", "export it again as png, jpg or webp"),
)  # fmt: skip
HUGE_IMAGE = problem(
    "S013", "huge-picture", "图片 “{file}” 超过 {limit}", "the picture `{file}` is larger than {limit}",
    remedy=("缩小图片的长宽", "make it smaller"),
)  # fmt: skip

WIDTHS = (480, 960, 1600)
RECIPE = f"1 {PIL.__version__}"
"""Changes when the same bytes would give other copies."""
_SAVE: dict[str, dict[str, Any]] = {
    "avif": {"quality": 60, "speed": 8, "max_threads": 1},
    "webp": {"quality": 78, "method": 4},
    "jpeg": {"quality": 82, "optimize": True, "progressive": True},
    "png": {"optimize": True},
}


@dataclass(frozen=True, slots=True)
class Variant:
    """One copy: its address, format and width in pixels."""

    url: str
    format: str
    width: int


@dataclass(frozen=True, slots=True)
class ImageInfo:
    """A picture's natural size and its copies, widest last."""

    width: int
    height: int
    variants: tuple[Variant, ...]


def inspect(path: str, data: bytes) -> tuple[ImageInfo | None, Finding | None]:
    """What copies a picture will have, from its header alone."""
    name = path.rpartition("/")[2]
    try:
        with Image.open(io.BytesIO(data)) as image:
            format_, (width, height) = (image.format or "").lower(), image.size
            image.verify()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None, Finding(BAD_IMAGE, Location(path), {"file": name})
    if format_ not in ("png", "jpeg", "webp"):
        return None, Finding(BAD_IMAGE, Location(path), {"file": name})
    if len(data) > limits.FILE_BYTES or width * height > limits.IMAGE_PIXELS:
        return None, Finding(
            HUGE_IMAGE, Location(path), {"file": name, "limit": f"{limits.FILE_BYTES // 1_000_000} MB / {limits.IMAGE_PIXELS // 1_000_000} MP"}
        )
    digest = hashlib.blake2b(data, digest_size=10).hexdigest()
    formats = ("avif", "webp", "png" if format_ == "png" else "jpeg")
    widths = sorted({min(w, width) for w in WIDTHS})
    variants = tuple(Variant(f"/images/{digest}-{w}.{'jpg' if f == 'jpeg' else f}", f, w) for f in formats for w in widths)
    return ImageInfo(width, height, variants), None


def derive(data: bytes, format_: str, width: int) -> bytes:
    """One copy of a picture; the same bytes give the same copy."""
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        picture = image.convert("RGBA" if image.mode in ("RGBA", "LA", "P") and format_ != "jpeg" else "RGB")
    if width < picture.width:
        picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if format_ == "png":
        picture = picture.quantize(256, method=Image.Quantize.FASTOCTREE)
    picture.save(out, format_.upper(), **_SAVE[format_])
    return out.getvalue()
