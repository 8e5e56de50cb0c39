"""The records that flow between the stages: frozen, plain, and cheap to import."""

from __future__ import annotations

from sdk_core.model.calls import Completion, Conversation, Message, Request, Role, Usage
from sdk_core.model.documents import (
    SEGMENT_SEPARATOR,
    Chunk,
    ChunkLimits,
    Document,
    Image,
    Seed,
    Segment,
    SegmentKind,
    Source,
)
from sdk_core.model.endings import Ending, ending_of
from sdk_core.model.evidence import Evidence
from sdk_core.model.examples import (
    Criterion,
    Example,
    ExampleSet,
    Finding,
    Judgement,
    Provenance,
    RecordPlace,
    TrainingSet,
)
from sdk_core.model.failures import Failure
from sdk_core.model.inputs import Listed
from sdk_core.model.record_kinds import RecordField, RecordKind, RecordTurn
from sdk_core.model.record_lookup import RecordKinds
from sdk_core.model.turns import read_turns

__all__ = [
    "SEGMENT_SEPARATOR",
    "Chunk",
    "ChunkLimits",
    "Completion",
    "Conversation",
    "Criterion",
    "Document",
    "Ending",
    "Evidence",
    "Example",
    "ExampleSet",
    "Failure",
    "Finding",
    "Image",
    "Judgement",
    "Listed",
    "Message",
    "Provenance",
    "RecordField",
    "RecordKind",
    "RecordKinds",
    "RecordPlace",
    "RecordTurn",
    "Request",
    "Role",
    "Seed",
    "Segment",
    "SegmentKind",
    "Source",
    "TrainingSet",
    "Usage",
    "ending_of",
    "read_turns",
]
