"""Pictures that are documents of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from sdk_core.components import ParseContext, Parser
from sdk_core.documents.images import UnusableImage, encode_image
from sdk_core.documents.sniffing import no_text, read_source
from sdk_core.errors import DocumentError
from sdk_core.model import Segment, Source


class PictureParser(Parser):
    """Keeps a picture for models that look at pictures."""

    def parse(self, source: Source, ctx: ParseContext) -> Iterator[Segment]:
        """Yield one segment with the picture and no text.

        Raises:
            DocumentError: Images are not wanted, or it is broken, too small or too large.
        """
        data = read_source(source)
        if not ctx.multimodal:
            raise no_text(
                source, "it is a picture", "Ingest it with --multimodal to keep the picture."
            )
        try:
            image = encode_image(data)
        except UnusableImage as error:
            raise DocumentError(
                f"{source.uri} cannot be used: {error}",
                hint="Save it as PNG or JPEG, or make it smaller.",
            ) from error
        if image is None:
            raise DocumentError(
                f"{source.uri} cannot be used: it is too small to show anything",
                hint="Pictures need at least 32 pixels on each side.",
            )
        ctx.describe(title=PurePosixPath(source.uri.replace("\\", "/")).stem)
        yield Segment(text="", kind="page", index=1, images=(image,))
