"""Forms of the editor of the programme."""

from .availability import StretchForm, availability_rows
from .moving import MoveForm, MoveTalkForm, PlaceForm, ResizeForm, SeenForm
from .releasing import ReleaseForm
from .rooms import RoomForm
from .sessions import SessionForm, SpeakerForm, speaker_rows

__all__ = [
    "MoveForm",
    "MoveTalkForm",
    "PlaceForm",
    "ReleaseForm",
    "ResizeForm",
    "RoomForm",
    "SeenForm",
    "SessionForm",
    "SpeakerForm",
    "StretchForm",
    "availability_rows",
    "speaker_rows",
]
