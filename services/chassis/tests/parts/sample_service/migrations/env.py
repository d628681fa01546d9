from sample_service.tables import Base

from slussen_chassis.migrations import run_environment

run_environment("sample", Base.metadata)
