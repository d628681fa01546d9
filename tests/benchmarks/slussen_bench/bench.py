"""What all measurements share: the running system, the load generator, how long and how often."""

from dataclasses import dataclass, field
from functools import cached_property

from slussen_bench import machine, sample, world
from slussen_bench.generators import CONNECTIONS, Generator
from slussen_bench.quantities import Cost, Load
from slussen_bench.statements import Rows
from slussen_bench.system import System
from slussen_bench.template import Template
from slussen_bench.world import World

SEEDED = 1000
EVENTS_OF = "SELECT DISTINCT subject_id FROM consent WHERE client_id IS NOT NULL LIMIT $1"


@dataclass
class Bench:
    """One run of the bench on one system."""

    system: System
    generator: Generator
    seconds: float
    runs: int
    costs: list[Cost] = field(default_factory=list)

    @cached_property
    def world(self) -> World:
        """Who calls from outside; registered when it is first needed."""
        return world.make(self.system)

    @cached_property
    def subjects(self) -> list[str]:
        """Children about whom there is one consent each."""
        for _ in range(SEEDED // world.BATCH):
            world.ask_once(self.world.many_events().anew())
        return [str(row["subject_id"]) for row in self.system.ask(sample.CONSENT, EVENTS_OF, SEEDED)]

    @cached_property
    def rows(self) -> Rows:
        """What the system stored of one event and of one decision."""
        self.said = world.ask_once(self.world.question(self.subjects))
        return sample.take(self.system)

    said: bytes = b""
    """The answer to one decision, as the system gave it."""

    def copy(self, name: str) -> str:
        """Make a copy of the consent service's database; return the application's address."""
        return sample.copy_of_consent(self.system, name, self.rows)

    def load(self, template: Template, connections: int = CONNECTIONS) -> Load:
        """Load the system with requests, once everything before has had its effect."""
        self.system.settle()
        return self.generator.run(template, self.seconds, connections)

    def load_and_account(
        self, what: str, template: Template, connections: int = CONNECTIONS, **others: int
    ) -> Load:
        """Do the same, and note the processor time of each part until the last effect; `others` are process ids."""
        self.system.settle()
        processes = {**self.system.processes, **others}
        before = {name: machine.cpu_seconds(pid) for name, pid in processes.items()}
        load = self.generator.run(template, self.seconds, connections)
        self.system.settle()
        done = load.answers * max(1, template.items)
        spent = {
            name: (machine.cpu_seconds(pid) - before[name]) / max(1, done) for name, pid in processes.items()
        }
        self.costs.append(Cost(what, {name: seconds * 1e6 for name, seconds in spent.items()}))
        return load
