"""What every table of the app is made from."""

from typing import ClassVar

from sqlalchemy import MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class Base(SQLModel, registry=registry()):
    """The app's own registry and metadata."""

    metadata: ClassVar[MetaData] = MetaData()
