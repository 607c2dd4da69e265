from pathlib import Path

import pytest

from architecture.sources import sources


def test_every_layer_is_covered() -> None:
    layers = {source.path.parts[1] for source in sources("src")}
    assert layers == {"domain", "application", "adapters", "entrypoints"}


def test_rule_cannot_pass_on_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    with pytest.raises(FileNotFoundError, match="src"):
        list(sources("src", root=tmp_path))
