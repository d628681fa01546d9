"""A transaction: requests with their tasks, and tasks that take a step; all of it in one commit, or nothing."""

import re
from typing import Any, Final

from fastapi import Request

from slussen_chassis.fhir.speaking import NotSupportedError, done_entry
from slussen_referrals.fhir.faults import fault, opaque
from slussen_referrals.fhir.incoming import bundle_of, parsed
from slussen_referrals.fhir.outgoing import Json
from slussen_referrals.fhir.resources import Bundle, BundleEntry, ServiceRequest, Task
from slussen_referrals.routes.fhir.desk import Desk, as_fhir

_TASK: Final = re.compile(r"^Task/(?P<id>[^/?]+)$")


async def answered(body: Any, desk: Desk, request: Request) -> Json:
    """Return the answer to a transaction; its first refusal is raised, names its entry and undoes all."""
    bundle = bundle_of(body)
    tasks = _tasks_of_requests(bundle)
    answers: dict[int, Json] = {}
    for place, entry in enumerate(bundle.entry):
        request.state.within = f"Bundle.entry[{place}]"
        match entry.request.method, entry.request.url:
            case "POST", "ServiceRequest":
                task_place = tasks.pop(entry.full_url, None) if entry.full_url else None
                answers |= await _made(bundle, (place, task_place), desk)
            case "POST", "Task":
                continue
            case _:
                answers[place] = await _stepped(entry, desk)
    if tasks:
        request.state.within = f"Bundle.entry[{min(tasks.values())}]"
        raise fault("Task.focus", "not-in-bundle")
    entries = [answers[place] for place in sorted(answers)]
    return {"resourceType": "Bundle", "type": "transaction-response", "entry": entries}


async def _made(bundle: Bundle, places: tuple[int, int | None], desk: Desk) -> dict[int, Json]:
    """Make a referral of a request and its task; return the answers by where they stand."""
    place, task_place = places
    wish = parsed(ServiceRequest, bundle.entry[place].resource)
    task = None if task_place is None else parsed(Task, bundle.entry[task_place].resource)
    shown = await desk.create(wish, task)
    answers = {place: done_entry(as_fhir("ServiceRequest", shown), is_new=True)}
    if task_place is not None:
        answers[task_place] = done_entry(as_fhir("Task", shown), is_new=True)
    return answers


async def _stepped(entry: BundleEntry, desk: Desk) -> Json:
    """Take the step that a task asks for."""
    found = _TASK.match(entry.request.url)
    if entry.request.method != "PUT" or found is None:
        raise NotSupportedError
    wanted = parsed(Task, entry.resource)
    shown = await desk.update(opaque(found["id"], "Task.id"), wanted, entry.request.if_match)
    return done_entry(as_fhir("Task", shown), is_new=False)


def _tasks_of_requests(bundle: Bundle) -> dict[str, int]:
    """Return by the `fullUrl` of its request where each new task stands."""
    found: dict[str, int] = {}
    for place, entry in enumerate(bundle.entry):
        if (entry.request.method, entry.request.url) == ("POST", "Task"):
            focus = entry.resource.get("focus")
            named = focus.get("reference") if isinstance(focus, dict) else None
            if not isinstance(named, str):
                raise fault("Task.focus", "not-in-bundle")
            if named in found:
                raise fault("Task.focus", "twice")
            found[named] = place
    return found
