from __future__ import annotations

import pytest

from kg.gazetteer import inflect


@pytest.mark.parametrize(
    ("plural", "forms"),
    [
        (
            "rossoneri",
            {("rossonero", "s", "m"), ("rossonera", "s", "f"), ("rossoneri", "p", "m"), ("rossonere", "p", "f")},
        ),
        ("bolognesi", {("bolognese", "s", ""), ("bolognesi", "p", "")}),
        ("laziali", {("laziale", "s", ""), ("laziali", "p", "")}),
        ("biancocelesti", {("biancoceleste", "s", ""), ("biancocelesti", "p", "")}),
        ("neroverdi", {("neroverde", "s", ""), ("neroverdi", "p", "")}),
        ("lagunari", {("lagunare", "s", ""), ("lagunari", "p", "")}),
        ("bulgari", {("bulgaro", "s", "m"), ("bulgara", "s", "f"), ("bulgari", "p", "m"), ("bulgare", "p", "f")}),
        ("milanisti", {("milanista", "s", ""), ("milanisti", "p", "m"), ("milaniste", "p", "f")}),
        ("turchi", {("turco", "s", "m"), ("turca", "s", "f"), ("turchi", "p", "m"), ("turche", "p", "f")}),
        ("orobici", {("orobico", "s", "m"), ("orobica", "s", "f"), ("orobici", "p", "m"), ("orobiche", "p", "f")}),
        (
            "partenopei",
            {("partenopeo", "s", "m"), ("partenopea", "s", "f"), ("partenopei", "p", "m"), ("partenopee", "p", "f")},
        ),
        ("belgi", {("belga", "s", ""), ("belgi", "p", "m"), ("belghe", "p", "f")}),
        ("viola", {("viola", "", "")}),
        ("rossoblù", {("rossoblù", "", "")}),
        ("rosanero", {("rosanero", "", "")}),
    ],
)
def test_four_forms_from_the_plural(plural: str, forms: set[tuple[str, str, str]]) -> None:
    assert set(map(tuple, inflect(plural))) == forms
