"""Lines out of a stream of bytes (NDJSON), as they come: what is held is one line and one part of the stream."""

from collections.abc import AsyncIterator

LONGEST_LINE = 128 * 1024


async def lines_of(
    stream: AsyncIterator[bytes], *, longest: int = LONGEST_LINE
) -> AsyncIterator[bytes | None]:
    """Yield each line without its end; None for one that is longer than `longest` bytes, which is not held."""
    rest = b""
    too_long = False
    async for part in stream:
        *whole, rest = (rest + part).split(b"\n")
        for line in whole:
            yield None if too_long or len(line) > longest else line.removesuffix(b"\r")
            too_long = False
        if len(rest) > longest:
            rest, too_long = b"", True
    if rest or too_long:
        yield None if too_long else rest
