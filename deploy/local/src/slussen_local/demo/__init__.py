"""The demonstration: the main job, played from outside through the gateway, said step by step."""

import asyncio
import sys
from pathlib import Path

import httpx


def play(origin: str, issuer: str, secrets: Path) -> int:
    """Play the main job and say what was seen; return 0 where every step went as it should."""
    from slussen_client import SlussenError  # noqa: PLC0415 - as below
    from slussen_local.demo.answers import UnexpectedAnswerError  # noqa: PLC0415 - the commands' help needs none of it

    try:
        asyncio.run(_play(origin, issuer, secrets))
    except (UnexpectedAnswerError, SlussenError, httpx.HTTPError) as error:
        print(f"\nThe demonstration stopped: {error}", file=sys.stderr)
        print("See ./slussen status and ./slussen logs; then run ./slussen demo again.", file=sys.stderr)
        return 1
    print("\nEverything is left running. Next: open the address above, or ./slussen status, ./slussen stop.")
    return 0


async def _play(origin: str, issuer: str, secrets: Path) -> None:
    from slussen_local.demo.browser import open_http  # noqa: PLC0415 - as above
    from slussen_local.demo.places import Outside  # noqa: PLC0415 - as above
    from slussen_local.demo.steps import MainJob  # noqa: PLC0415 - as above

    async with open_http() as http:
        job = MainJob(
            Outside(http, origin, issuer, secrets), say=lambda words: print(f"     {words}", flush=True)
        )
        for number, (title, step) in enumerate(job.steps, 1):
            print(f"\n{number}. {title}", flush=True)
            since = asyncio.get_running_loop().time()
            await step()
            print(f"     ({asyncio.get_running_loop().time() - since:.2f} s)", flush=True)
