"""The words of a report's document, and the names of those whom it goes to."""

from collections.abc import Mapping

from slussen_statistics.domain.labels import Label

RECIPIENTS: Mapping[str, Label] = {
    "steering_group": Label("styrgruppen", "the steering group"),
    "management_group": Label("ledningsgruppen", "the management group"),
    "each_principal": Label("varje huvudman", "each principal"),
    "development_leaders": Label("utvecklingsledarna", "the development leaders"),
    "steering_or_management_group": Label("styr- eller ledningsgruppen", "the steering or management group"),
}
DUE_TO: Mapping[str, Label] = {
    "coordinator_hand_in": Label("inlämning av samordnaren", "handed in by the coordinator"),
    "to_principals": Label("till huvudmännen", "to the principals"),
    "to_management_group": Label("till ledningsgruppen", "to the management group"),
}
QUOTED_BY: Mapping[str, Label] = {
    "woman": Label("kvinna", "woman"),
    "man": Label("man", "man"),
    "other": Label("annan", "other"),
}
WORDS: Mapping[str, Label] = {
    "centre": Label("Familjecentral", "Family centre"),
    "year": Label("År", "Year"),
    "edition": Label("Utgåva", "Edition"),
    "recipient": Label("Mottagare", "Recipient"),
    "submitted": Label("Inlämnad", "Submitted"),
    "late": Label("Försenad", "Late"),
    "reason": Label("Skäl för ny utgåva", "Reason for the new edition"),
    "release": Label("Siffror ur publiceringen", "Figures from the release of"),
    "no_release": Label("ingen publicering", "no release"),
    "release_value": Label("{day} till och med {through} ({id})", "{day}, through {through} ({id})"),
    "draft": Label("Utkast", "Draft"),
    "no_text": Label("Ingen text.", "No text."),
    "quotes": Label("Föräldrar säger", "Parents say"),
    "goal": Label("Mål", "Goal"),
    "how": Label("Så arbetar vi", "How we work on it"),
    "outcome": Label("Så gick det", "What came of it"),
    "measurable": Label("Mätbart", "Measurable"),
    "attained": Label("Uppnått", "Attained"),
    "yes": Label("ja", "yes"),
    "no": Label("nej", "no"),
    "not_stated": Label("uppgift saknas", "not stated"),
    "picture": Label("Bild: {title}", "Picture: {title}"),
    "picture_alternative": Label(
        "Stapeldiagram. Samma tal står i tabellen ovanför.",
        "Bar chart. The same figures stand in the table above.",
    ),
    "figures_note": Label(
        "Siffrorna kommer ur en daterad publicering och är skyddade: de kan avvika något från de exakta, inmatade"
        " summor är avrundade, och två punkter (..) står för ett tal som inte visas,"
        " och en punkt (.) för ett som inte finns: en andel av ingenting, eller en uppgift som ingen har lämnat.",
        "The figures come from a dated release and are protected: they may differ a little from the exact ones,"
        " totals as entered are rounded, two dots (..) stand for a figure that is not shown, and one"
        " dot (.) for one that does not exist: a share of nothing, or what nobody has reported.",
    ),
    "headings_default": Label(
        "Rubrikerna är förval: länets dokument anger inga.",
        "The headings are defaults: the county's document states none.",
    ),
}


class Say:
    """The words in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of a key with their places filled in."""
        return self.label(WORDS[key]).format_map(values) if values else self.label(WORDS[key])

    def label(self, label: Label) -> str:
        """Return a text in the language."""
        return label.in_language(self.language)
