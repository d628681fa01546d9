"""The service on one connection that is rolled back: many requests from one state, each as if it were the first."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from referral_world import REFERRALS, World
from sqlalchemy.ext.asyncio import AsyncConnection, async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession
from starlette.types import Message

from slussen_chassis.database import Context, Database, UnitOfWorkSession, set_context
from slussen_chassis.testing import token_for

_LOOK = (
    "SELECT r.state, r.version, (SELECT count(*) FROM referral_step s WHERE s.referral_id = r.id) AS steps,"
    " (SELECT array_agg(a.outcome || ' ' || a.action) FROM audit_entry a WHERE a.trace_id = $2) AS traces"
    " FROM referral r WHERE r.id = $1"
)


class OneConnection(Database):
    """Every transaction is a savepoint of one outer transaction, as the role that requests have."""

    def __init__(self, url: str, connection: AsyncConnection) -> None:
        super().__init__(url, pool_size=1, pool_timeout_seconds=1)
        self._sessions = async_sessionmaker(
            connection,
            class_=AsyncSession,
            sync_session_class=UnitOfWorkSession,
            expire_on_commit=False,
            join_transaction_mode="create_savepoint",
        )

    @contextlib.asynccontextmanager
    async def transaction(self, context: Context) -> AsyncIterator[AsyncSession]:
        async with self._sessions() as session:
            await set_context(session, context)
            yield session
            await session.commit()


@dataclass(frozen=True)
class Cell:
    """What an act by somebody came to: the answer, and what it left behind before it was rolled back."""

    status: int
    state: str
    version: int
    steps: int
    traces: tuple[str, ...]


@dataclass
class Bench:
    """Tries acts on a referral; none has an effect that the next could see."""

    world: World
    driver: Any
    tokens: dict[str, str]

    async def attempt(self, who: str, referral: str, act: str, body: Any) -> Cell:
        await self.driver.execute("SAVEPOINT cell; SET LOCAL ROLE referrals_app")
        status, trace = await self._post(who, f"{REFERRALS}/{referral}/{act}", body)
        await self.driver.execute("RESET ROLE")
        row = await self.driver.fetchrow(_LOOK, UUID(referral), trace)
        await self.driver.execute("ROLLBACK TO SAVEPOINT cell")
        return Cell(status, row["state"], row["version"], row["steps"], tuple(row["traces"] or ()))

    async def _post(self, who: str, path: str, body: Any) -> tuple[int, str]:
        """Post straight to the application (ASGI 3); return the status and the id of the trace."""
        headers = [
            (b"authorization", f"Bearer {self.tokens[who]}".encode()),
            (b"content-type", b"application/json"),
        ]
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": headers,
            "client": ("test", 1),
            "server": ("service", 80),
        }
        started: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": b"" if body is None else orjson.dumps(body)}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)

        await self.world.service(scope, receive, send)
        [start] = started
        return start["status"], dict(start["headers"])[b"traceparent"].decode()[3:35]


@contextlib.asynccontextmanager
async def rolled_back(world: World) -> AsyncIterator[Bench]:
    """The world's service on one connection, for as long as the block lasts."""
    url = world.database.admin_url
    admin = Database(url, pool_size=1, pool_timeout_seconds=1)
    async with admin.engine.connect() as connection:
        outer = await connection.begin()
        await connection.exec_driver_sql("SELECT 1")  # the driver begins with the first statement
        with _instead(world, OneConnection(url, connection)):
            tokens = {who: token_for(caller, "referrals") for who, caller in world.callers.items()}
            driver = (await connection.get_raw_connection()).driver_connection
            yield Bench(world, driver, tokens)
        await outer.rollback()
    await admin.close()


@contextlib.contextmanager
def _instead(world: World, database: Database) -> Iterator[None]:
    state = world.service.api.state
    usual, state.database = state.database, database
    yield
    state.database = usual
