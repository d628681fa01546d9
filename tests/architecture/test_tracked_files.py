"""What is in the repository works for everyone: no addresses in lock files, no machine's own paths, no secrets."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "uv.lock.txt", "package-lock.json")
ADDRESS = re.compile(
    r"https?://[\w.-]+\.[a-z]{2,}/(?!funding|sponsors)\S*\.(?:tgz|whl|tar\.gz|zip)|--(?:extra-)?index-url"
)
HOMES = ("root", "home", "Users", "work", "tmp")
MACHINE_PATH = re.compile(rf"(?<![\w.$}}*/-])/(?:{'|'.join(HOMES[:4])})/[\w.]")
PRIVATE_KEY = re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----")


def test_no_lock_file_holds_an_address_to_fetch_from(tracked: dict[Path, str]) -> None:
    locks = {path: text for path, text in tracked.items() if path.name in LOCKS}
    assert len(locks) >= len(LOCKS)
    for path, text in locks.items():
        assert not ADDRESS.search(text), path
        assert '"resolved"' not in text, path


def test_every_locked_package_has_a_hash(tracked: dict[Path, str]) -> None:
    for path, text in tracked.items():
        if path.name in LOCKS[:2]:
            pinned = re.findall(r"(?m)^[a-zA-Z0-9][^\n]*==[^\n]*", text)
            assert pinned
            assert all(line.endswith("\\") for line in pinned), path


def test_no_file_names_a_place_on_somebodys_machine(tracked: dict[Path, str]) -> None:
    faults = [f"{path}: {m[0]}" for path, text in tracked.items() for m in MACHINE_PATH.finditer(text)]
    assert faults == []
    assert not [path for path, text in tracked.items() if str(ROOT) in text]


def test_no_private_key_is_kept_in_the_repository(tracked: dict[Path, str]) -> None:
    assert [path for path, text in tracked.items() if PRIVATE_KEY.search(text)] == []
    assert [path for path, text in tracked.items() if re.search(r'"d"\s*:\s*"[\w-]{40,}"', text)] == []


def test_every_link_between_documents_leads_somewhere(tracked: dict[Path, str]) -> None:
    faults = []
    for path, text in tracked.items():
        if path.suffix == ".md":
            targets = (target.split("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text))
            local = (target for target in targets if target and "://" not in target)
            faults += [f"{path}: {target}" for target in local if not (ROOT / path.parent / target).exists()]
    assert faults == []
