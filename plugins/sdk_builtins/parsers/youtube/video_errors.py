"""What the two libraries raise, one sentence each, with what to do."""

from __future__ import annotations

from xml.etree.ElementTree import ParseError

import requests

from sdk_core.documents.cleaning import one_line
from sdk_core.errors import DocumentError

UNPARSABLE = (KeyError, IndexError, TypeError, AttributeError, ValueError, ParseError)
"""What the libraries let through when an answer lacks the fields that they expect."""

UPDATE = "Update it with: pip install -U youtube-transcript-api pytubefix"

_OTHER = "Choose another video."
_LATER = "Wait an hour, or go through another address with the parser option proxy."
_BROWSER = "Check in a browser whether it is public."
_PROXY = "Check the parser option proxy and the variables HTTPS_PROXY and HTTP_PROXY."
_LANGUAGE = "Set the parser option languages to one that exists."
_UNKNOWN = "YouTube answered in a form that is not known"
_ROBOT = "YouTube takes these requests for a robot's"
_AGE = "it may be watched only after signing in to prove one's age"
_SIGN_IN = "it may be watched only after signing in"
_BROWSERS_ONLY = "YouTube gives it to browsers only"

CAUSES: dict[str, tuple[str, str]] = {
    # youtube-transcript-api
    "YouTubeTranscriptApiException": ("its transcript could not be had", UPDATE),
    "CouldNotRetrieveTranscript": ("its transcript could not be had", UPDATE),
    "CookieError": ("the cookies for YouTube are of no use", "Go on without cookies."),
    "CookiePathInvalid": ("there is no such file of cookies", "Go on without cookies."),
    "CookieInvalid": ("the cookies for YouTube are not valid any more", "Go on without cookies."),
    "YouTubeDataUnparsable": (_UNKNOWN, UPDATE),
    "YouTubeRequestFailed": ("YouTube failed", "Try again later."),
    "VideoUnplayable": ("it cannot be played", _BROWSER),
    "VideoUnavailable": ("the video does not exist any more", "Check the address."),
    "InvalidVideoId": ("the address does not name a video", "Give the address of one video."),
    "RequestBlocked": (_ROBOT, _LATER),
    "IpBlocked": ("YouTube refuses requests from this address", _LATER),
    "TranscriptsDisabled": ("it has no transcript, as subtitles are switched off", _OTHER),
    "AgeRestricted": (_AGE, _OTHER),
    "NotTranslatable": ("its transcript cannot be translated", _LANGUAGE),
    "TranslationLanguageNotAvailable": ("YouTube does not translate to that language", _LANGUAGE),
    "FailedToCreateConsentCookie": ("YouTube's cookie question could not be answered", _LATER),
    "NoTranscriptFound": ("it has no transcript in that language", _LANGUAGE),
    "PoTokenRequired": (f"its transcript cannot be had: {_BROWSERS_ONLY}", _OTHER),
    "InvalidProxyConfig": ("the proxy is not described rightly", _PROXY),
    # pytubefix
    "PytubeFixError": ("it could not be had", UPDATE),
    "MaxRetriesExceeded": ("YouTube did not answer, however often it was asked", _LATER),
    "HTMLParseError": (_UNKNOWN, UPDATE),
    "ExtractError": (_UNKNOWN, UPDATE),
    "RegexMatchError": (_UNKNOWN, UPDATE),
    "InterpretationError": (_UNKNOWN, UPDATE),
    "InnerTubeResponseError": (_UNKNOWN, UPDATE),
    "UnknownVideoError": (_UNKNOWN, UPDATE),
    "SABRError": (_BROWSERS_ONLY, _OTHER),
    "VideoRemovedByYouTubeForViolatingTOS": ("YouTube has removed it", _OTHER),
    "VideoRemovedByUploader": ("its owner has removed it", _OTHER),
    "VideoBlockedByCopyright": ("it is blocked by the owner of rights in it", _OTHER),
    "AccountTerminated": ("the account that it belonged to is closed", _OTHER),
    "VideoPrivate": ("it is private", "Ask its owner to make it public."),
    "MembersOnly": ("it is for members of the channel only", _OTHER),
    "VideoRegionBlocked": (
        "it is not shown in this country",
        "Go through an address in another country with the parser option proxy.",
    ),
    "BotDetection": (_ROBOT, _LATER),
    "LoginRequired": (_SIGN_IN, _OTHER),
    "RecordingUnavailable": ("the recording of the live stream is not there", _OTHER),
    "LiveStreamError": ("it is a live stream that still runs", "Try again when it has ended."),
    "LiveStreamOffline": ("it is a live stream that is yet to begin", "Try again later."),
    "LiveStreamEnded": ("it is a live stream that has just ended", "Try again in some hours."),
    "AgeRestrictedError": (_AGE, _OTHER),
    "AgeCheckRequiredError": (_AGE, _OTHER),
    "AgeCheckRequiredAccountError": (_AGE, _OTHER),
}
"""Cause and remedy by the name of the exception; the one of the nearest base class counts."""

_TELLING = {"VideoUnplayable", "YouTubeRequestFailed"}  # whose own reason says more


def explain_refusal(uri: str, error: Exception) -> DocumentError:
    """Return the error that says why an address could not be read, and what to do.

    Args:
        uri: The address.
        error: What a library raised.
    """
    is_answer = isinstance(error, requests.JSONDecodeError)
    if isinstance(error, requests.RequestException | OSError) and not is_answer:
        return DocumentError(
            f"YouTube cannot be reached for {uri} ({type(error).__name__})",
            hint="Check the network connection and the parser option proxy.",
        )
    for kind in type(error).__mro__:
        if kind.__name__ in CAUSES:
            cause, hint = CAUSES[kind.__name__]
            if kind.__name__ in _TELLING:
                reason = one_line(str(getattr(error, "reason", None) or "no reason given"))
                cause = f"{cause} ({reason})"
            return DocumentError(f"{uri} cannot be read: {cause}", hint=hint)
    return DocumentError(f"{uri} cannot be read: {_UNKNOWN}", hint=UPDATE)
