"""What goes wrong on a developer's machine, said in one sentence with what to do."""

import contextlib
import errno
from pathlib import Path


class LocalError(Exception):
    """A part cannot be started or used; the message is one sentence, the advice says what to do."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(f"{message} {advice}".strip())
        self.message = message
        self.advice = advice


def port_is_busy(port: int, part: str) -> LocalError:
    """Say that a port is taken, and how to move all ports."""
    return LocalError(
        f"Port {port}, which {part} needs, is already in use by another program.",
        f"Stop that program, or move all ports: ./slussen up --port-base {port + 1000 - port % 100}.",
    )


def explain(error: OSError, doing: str) -> LocalError:
    """Turn an error of the operating system into one sentence."""
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return LocalError(
            f"The disk is full: {doing} failed{where}.", "Free some space and run the command again."
        )
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return LocalError(
            f"The right is missing: {doing} failed{where}: {error.strerror}.",
            "Make the folder writable for your user, or set SLUSSEN_DATA to one that is.",
        )
    return LocalError(f"{doing} failed{where}: {error.strerror or error}.")


def from_log(what: str, log: Path) -> LocalError:
    """Say why something ended, by the last words in its log."""
    words = last_words(log)
    if "No space left" in words or "ENOSPC" in words:
        return LocalError(f"The disk is full: {what} could not start.", "Free some space and start again.")
    return LocalError(f"{what} did not start.", f"Its last words: {words[:300]}\nThe rest is in {log}.")


def last_words(log: Path) -> str:
    """The last line of a log that tells of a failure, or the last at all."""
    with contextlib.suppress(OSError):
        lines = log.read_text(errors="replace")[-8000:].strip().splitlines()
        telling = [
            line for line in lines if any(mark in line for mark in ("FATAL", "PANIC", "[FTL]", "Error"))
        ]
        return (telling or lines or ["nothing"])[-1]
    return "nothing"
