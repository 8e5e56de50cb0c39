"""What all calls to one server know of it, shared while they are in flight and kept afterwards."""

from __future__ import annotations

from sdk_builtins.backends.server_profile import ServerProfile
from sdk_core.server_memory import NoMemory, ServerMemory


class ServerKnowledge:
    """The profiles of one server by model.

    Calls read and teach without waiting in between, so of many that get the same refusal the
    first one teaches, and the others find it known.

    Args:
        address: The server, as messages name it.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._memory: ServerMemory = NoMemory()
        self._profiles: dict[str, ServerProfile] = {}
        self._told: dict[str, str] = {}

    def attach(self, memory: ServerMemory) -> None:
        """Go on with what was kept; what was learned in the meantime goes over it."""
        self._memory = memory
        learned, self._profiles = self._profiles, {}
        for model, profile in learned.items():
            kept = memory.recall(self._name(model))
            self._profiles[model] = ServerProfile.from_dict({**kept, **profile.to_dict()})
            self._keep(model)
        for message in self._told.values():
            memory.tell(message)

    def of(self, model: str) -> ServerProfile:
        """Return what is known for a model."""
        if model not in self._profiles:
            kept = self._memory.recall(self._name(model))
            self._profiles[model] = ServerProfile.from_dict(kept)
        return self._profiles[model]

    def learn(self, model: str, profile: ServerProfile, says: str = "") -> None:
        """Take a profile over, and tell of it where anything is new.

        Args:
            model: The model it is about.
            profile: What is known from now on.
            says: What the user is told, once.
        """
        before = self.of(model)
        if profile == before:
            return
        self._profiles[model] = profile
        if says:
            self.tell(f"{self._address}, {model}: {says}")
        if profile.to_dict() != before.to_dict():
            self._keep(model)

    def tell(self, message: str, *, once_for: str = "") -> None:
        """Tell the user something of this server, once.

        Args:
            message: What to say.
            once_for: What it is about, where the words may differ; the message itself if empty.
        """
        if (about := once_for or message) not in self._told:
            self._told[about] = message
            self._memory.tell(message)

    def _keep(self, model: str) -> None:
        self._memory.keep(self._name(model), self._profiles[model].to_dict())

    def _name(self, model: str) -> str:
        return f"{self._address} {model}"
