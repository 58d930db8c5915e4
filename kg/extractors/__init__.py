"""One module per family of facts, over clauses with resolved mentions; ``read_facts`` runs them in order."""

from __future__ import annotations

from kg.extractors.affiliations import AffiliationReader
from kg.extractors.assemble import Assembler
from kg.extractors.careers import CareerReader
from kg.extractors.case import Case
from kg.extractors.exes import ExReader
from kg.extractors.gapping import GappingReader
from kg.extractors.hosts import HostReader
from kg.extractors.idols import IdolReader
from kg.extractors.incidents import IncidentReader
from kg.extractors.kinds import article_kind
from kg.extractors.lookback import LookBackReader
from kg.extractors.matches import MatchReader
from kg.extractors.membership import MembershipReader
from kg.extractors.reports import ReportReader
from kg.extractors.responses import ResponseReader
from kg.extractors.roles import Roles
from kg.extractors.sheets import SheetReader
from kg.extractors.sides import Sides
from kg.extractors.talks import TalkReader
from kg.extractors.transfers import TransferReader
from kg.facts import Facts

__all__ = ["Case", "read_facts"]


def read_facts(case: Case) -> Facts:
    """Run every family over the case and assemble the facts."""
    roles = Roles(case)
    AffiliationReader(case, roles).run()
    CareerReader(case, roles).run()
    LookBackReader(case).run()
    IdolReader(case, roles).run()
    matches = MatchReader(case, roles)
    matches.collect()
    SheetReader(case).run()
    ReportReader(case, matches).run()
    talks = TalkReader(case, roles)
    talks.matches()
    if HostReader(case).run():
        roles.forget()
    incidents = IncidentReader(case, roles)
    incidents.run()
    ResponseReader(case, roles, incidents).run()
    GappingReader(case, roles).run()
    talks.against_us()
    TransferReader(case, roles).run()
    Sides(case, roles).run()
    ExReader(case).run()
    MembershipReader(case).run()
    facts = Assembler(case).run()
    facts.kind = article_kind(case, facts)
    return facts
