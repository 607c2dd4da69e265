"""The sandbox as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from payment_sandbox.clock import SandboxClock, utc_now
from payment_sandbox.deliveries.outbox import Outbox
from payment_sandbox.event_order import EventOrder
from payment_sandbox.faults import Chaos, Switches
from payment_sandbox.ids import Ids
from payment_sandbox.records import Records
from payment_sandbox.storage import Storage
from payment_sandbox.vendor import Vendor, VendorContext

MakeVendor = Callable[[VendorContext], Vendor]

_MOST_AT_A_MOMENT = 1000
_AHEAD = "seconds ahead"
_SEED = "seed"


class Sandbox:
    """All vendors, on one clock and in one file.

    `vendors`: by name, how each is made; `address`: where the sandbox is reached, without a slash at the end;
    `seed`: of ids and of chance, where the file is new.
    """

    def __init__(
        self,
        vendors: Mapping[str, MakeVendor],
        *,
        address: str,
        file: str = ":memory:",
        seed: str = "sandbox",
        real: Callable[[], datetime] = utc_now,
    ) -> None:
        self.storage = Storage(file)
        self.address = address
        self.event_order = {name: EventOrder(self.storage, name) for name in vendors}
        self.clock = SandboxClock(
            real, ahead=timedelta(seconds=self.storage.setting(_AHEAD) or 0), latest=self._latest_event()
        )
        self._seed: str = self.storage.setting(_SEED) or seed
        self._make = vendors
        self.chaos = {name: Chaos(self.storage, name, self._seed) for name in vendors}
        self.clock.coarse = lambda: any(each.switches.squeezed for each in self.chaos.values())
        self.outbox = Outbox(self.storage, self.clock, lambda vendor: self.chaos[vendor])
        self.records = {name: Records(self.storage, name) for name in vendors}
        self._ids = {name: Ids(self.records[name], f"{self._seed}:{name}") for name in vendors}
        self.vendors = {name: self._made(name) for name in vendors}
        self._receivers: dict[str, tuple[str, str]] = {}
        self._begin()

    def deliver_to(self, vendor: str, url: str, secret: str) -> None:
        """From now on, and after a reset, everything that happens at a vendor is sent there."""
        self._receivers[vendor] = (url, secret)
        with self.storage.together():
            self.vendors[vendor].deliver_to(url, secret)

    def move(self, by: timedelta) -> datetime:
        """Moves the clock forward, from one due moment to the next, and answers what it shows then.

        Raises:
            ValueError: that would be backwards.
        """
        if by < timedelta(0):
            raise ValueError("the clock moves forward only")
        target = self.clock.exactly() + by
        self._play_until(target)
        self._show(target)
        self.outbox.on_change()
        return self.clock.now()

    def play_due(self) -> None:
        """Has everything happen that is due by now."""
        self._play_until(self.clock.exactly())

    def reset(self) -> None:
        """Forgets everything but where to deliver; the clock shows real time again.

        Ids are others than before: a listener that remembers them must not take what is new for what it knows.
        """
        self.storage.empty()
        self._seed = hashlib.sha256(self._seed.encode()).hexdigest()
        for name, ids in self._ids.items():
            ids.seed = f"{self._seed}:{name}"
        self.clock.reset()
        for each in self.chaos.values():
            each.switch(Switches())
        self._begin()

    def close(self) -> None:
        self.storage.close()

    def _begin(self) -> None:
        with self.storage.together():
            self.storage.set(_SEED, self._seed)
            for vendor in self.vendors.values():
                vendor.begin()
            for name, receiver in self._receivers.items():
                self.vendors[name].deliver_to(*receiver)

    def _play_until(self, target: datetime) -> None:
        before, times = None, 0
        while (due := self._next_due()) is not None and due <= target:
            times = times + 1 if due == before else 0
            if times > _MOST_AT_A_MOMENT:
                raise RuntimeError(f"the event due at {due} did not advance")
            before = due
            with self.clock.standing_at(due), self.storage.together():
                for vendor in self.vendors.values():
                    vendor.play_due(due)
                # Kept at each step: killed in between, it goes on from here and not from before.
                self._keep(self.clock.ahead_at(due))
            self.clock.ahead = self.clock.ahead_at(due)

    def _next_due(self) -> datetime | None:
        moments = [due for vendor in self.vendors.values() if (due := vendor.next_due()) is not None]
        return min(moments, default=None)

    def _show(self, moment: datetime) -> None:
        ahead = self.clock.ahead_at(moment)
        self._keep(ahead)
        self.clock.ahead = ahead

    def _keep(self, ahead: timedelta) -> None:
        self.storage.set(_AHEAD, ahead.total_seconds())

    def _latest_event(self) -> datetime | None:
        return max(filter(None, (order.latest() for order in self.event_order.values())), default=None)

    def _made(self, name: str) -> Vendor:
        return self._make[name](
            VendorContext(
                clock=self.clock,
                event_order=self.event_order[name],
                records=self.records[name],
                ids=self._ids[name],
                outbox=self.outbox,
                address=f"{self.address}/{name}",
            )
        )
