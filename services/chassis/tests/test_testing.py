import pytest

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("_time", ["first", "second"])
def test_a_service_has_one_template_of_its_own(
    templates: dict[str, str], template_database: str, _time: str
) -> None:
    assert templates["sample"] == template_database
    assert template_database.startswith("template_sample_")
