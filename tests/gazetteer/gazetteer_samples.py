"""A small gazetteer for tests."""

from __future__ import annotations

from pathlib import Path

CLUBS = """
[[club]]
id = "inter"
name = "Inter"
full = "Football Club Internazionale Milano"
nicknames = ["la Beneamata"]
colours = ["nerazzurri"]
demonyms = ["interisti"]
town = "Milano"
grounds = ["San Siro"]
stands = ["la Nord"]
rivals = ["milan"]
weight = 5

[[club]]
id = "milan"
name = "Milan"
nicknames = ["il Diavolo"]
colours = ["rossoneri"]
demonyms = ["milanisti"]
town = "Milano"
grounds = ["San Siro"]
stands = ["la Sud"]
weight = 5

[[club]]
id = "atalanta"
name = "Atalanta"
colours = ["nerazzurri"]
demonyms = ["bergamaschi"]
town = "Bergamo"
weight = 4

[[club]]
id = "roma"
name = "Roma"
aliases = ["AS Roma"]
town = "Roma"
weight = 5

[[club]]
id = "hellas-verona"
name = "Hellas Verona"
aliases = ["Verona", "Hellas"]
demonyms = ["scaligeri"]
town = "Verona"
region = "Veneto"

[[club]]
id = "bari"
name = "Bari"
nicknames = ["i galletti"]
weight = 4

[[club]]
id = "real-madrid"
name = "Real Madrid"
aliases = ["Real"]
weight = 3

[[club]]
id = "real-sociedad"
name = "Real Sociedad"
nicknames = ["la Real"]
weight = 3

[[club]]
id = "fiorentina"
name = "Fiorentina"
colours = ["viola"]
weight = 5

[[club]]
id = "st-pauli"
name = "St. Pauli"
"""

PEOPLE = """name,short,nicknames,birth,nationalities,position,roles,spells,wikidata
Hakan Calhanoglu,,,1994,TUR,MF,,milan 2017-2021; inter 2021-,
Stefan de Vrij,,,1992,NED,DF,,inter 2018-,
Antonio Conte,,,1969,ITA,MF,player | coach,coach inter 2019-2021; coach roma 2021-2021,
Andrea Conti,,,1994,ITA,DF,,milan 2017-2022,
Sergej Milinkovic-Savic,,il Sergente,1995,SRB,MF,,,
Danilo D'Ambrosio,,,1988,ITA,DF,,inter 2014-2023,
Paolo Rossi,,Pablito,1956,ITA,FW,,,
Marco Rossi,,,1964,ITA,DF,coach,,
Marco Rossi,,,1978,ITA,MF,,,
Alex Sandro,Alex Sandro,,1991,BRA,DF,,,
Lautaro Martinez,Lautaro,il Toro,1997,ARG,FW,,inter 2018-,
Ronaldinho,,,1980,BRA,FW,,milan 2008-2010,
Franck Kessié,,,1996,CIV,MF,,verona 2016-2017 loan milan,
Andrea Viola,,,1990,ITA,MF,,,
"""


def write_data(folder: Path, clubs: str = CLUBS, people: str = PEOPLE) -> Path:
    for name, content in (("clubs/c.toml", clubs), ("people/p.csv", people)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return folder
