from __future__ import annotations

from pathlib import Path

import pytest
from gazetteer_samples import write_data

from kg.gazetteer import Gazetteer


@pytest.fixture(scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _own_cache(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_CACHE_DIR", str(own_cache))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, own_cache: Path) -> Gazetteer:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KG_CACHE_DIR", str(own_cache))
        return Gazetteer.load([write_data(tmp_path_factory.mktemp("data"))])
