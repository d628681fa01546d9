"""What comes back, and what is said when something else came."""

import httpx


class UnexpectedAnswerError(Exception):
    """An answer was not what the demonstration expects; the message says what was asked and what came."""


async def expect(answer: httpx.Response, status: int | None, *, doing: str) -> httpx.Response:
    """Return `answer` where it has the status (any success where None).

    Raises:
        UnexpectedAnswerError: It has another; the message holds the problem's code and detail.
    """
    if answer.status_code == status or (status is None and answer.is_success):
        return answer
    try:
        problem = answer.json()
        said = f"{problem.get('code')}: {problem.get('detail')}"
    except ValueError:
        said = answer.text[:200]
    raise UnexpectedAnswerError(f"{doing} was answered {answer.status_code}: {said}")
