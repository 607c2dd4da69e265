"""Settings of the separate metrics port."""

from __future__ import annotations

import pytest

from entrypoints.settings.environment import InvalidSettings
from entrypoints.settings.load import read_settings
from entrypoints.settings.model import MetricsSettings

ENOUGH = {"API_KEYS": "key"}


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ({}, None),
        ({"METRICS_HOST": "0.0.0.0"}, None),  # noqa: S104  # what somebody may want
        ({"METRICS_PORT": "9090"}, MetricsSettings(host="127.0.0.1", port=9090)),
        ({"METRICS_PORT": "9090", "METRICS_HOST": "::1"}, MetricsSettings(host="::1", port=9090)),
    ],
)
def test_metrics_are_served_on_loopback_by_default(given: dict[str, str], meant: MetricsSettings | None) -> None:
    assert read_settings(ENOUGH | given).metrics == meant


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"METRICS_PORT": "70000"}, "METRICS_PORT"),
        ({"METRICS_PORT": "1", "METRICS_HOST": "here and there"}, "METRICS_HOST"),
    ],
)
def test_invalid_setting_is_named(given: dict[str, str], named: str) -> None:
    with pytest.raises(InvalidSettings) as refused:
        read_settings(ENOUGH | given)
    assert [problem.partition(":")[0] for problem in refused.value.problems] == [named]
