"""Who is where: the host application, the service and the sandbox."""

from __future__ import annotations

from dataclasses import dataclass

from portal_demo.ports import url


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Web addresses on this machine, without a slash at the end."""

    host: str
    portal: str
    sandbox: str

    @classmethod
    def of(cls, ports: tuple[int, int, int]) -> Addresses:
        host, portal, sandbox = ports
        return cls(host=url(host), portal=url(portal), sandbox=url(sandbox))

    @property
    def stripe(self) -> str:
        return f"{self.sandbox}/stripe"

    @property
    def lemonsqueezy(self) -> str:
        return f"{self.sandbox}/lemonsqueezy"

    def webhooks(self, provider: str) -> str:
        """Where the provider's webhooks go."""
        return f"{self.portal}/webhooks/{provider}"
