"""Uploads finished datasets to the Hugging Face Hub."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

from sdk_core.errors import BackendFailure, MissingDependency, MissingKey, UsageError

_MESSAGE = "Upload with synthetic-data-kit"


def require(repository: str) -> None:
    """Make sure that an upload can be tried, before anything is made for it.

    Raises:
        MissingDependency: The package for it is not installed.
        MissingKey: There is no token.
        UsageError: The name is no repository's.
    """
    library = _library()
    try:
        library.utils.validate_repo_id(repository)
    except library.errors.HFValidationError as error:
        raise UsageError(
            f"--push-to-hub {repository!r} is no repository", hint="write it as user/name"
        ) from error
    if not library.get_token():
        raise MissingKey(
            "--push-to-hub needs a token of the Hugging Face Hub",
            hint="set HF_TOKEN, or log in with: hf auth login",
        )


def upload(folder: Path, repository: str, *, private: bool) -> str:
    """Upload a folder as a dataset and return its address.

    Args:
        folder: The dataset, complete.
        repository: Where it goes, ``user/name``.
        private: Whether that is made private, if it is new.

    Raises:
        BackendFailure: The Hub refused it or cannot be reached; the folder stays as it is.
    """
    library = _library()
    # Its errors have those of whichever HTTP library it is built on as bases.
    transport = library.errors.HfHubHTTPError.__bases__
    try:
        api = library.HfApi()
        made = api.create_repo(
            repository, repo_type="dataset", private=private or None, exist_ok=True
        )
        api.upload_folder(
            repo_id=made.repo_id, folder_path=folder, repo_type="dataset", commit_message=_MESSAGE
        )
    except (*transport, OSError, ValueError, RuntimeError) as error:
        again = f"hf upload {repository} {shlex.quote(str(folder))} --repo-type dataset"
        raise BackendFailure(
            f"{repository} was not uploaded: {_said(library, error)}",
            hint=f"the dataset is complete in {folder}; try again with: {again}",
        ) from error
    return str(made)


def _library() -> Any:
    try:
        import huggingface_hub
        import huggingface_hub.errors
        import huggingface_hub.utils
    except ImportError as error:
        raise MissingDependency(
            "--push-to-hub needs the package huggingface_hub",
            hint="install it with: pip install 'synthetic-data-kit[hub]'",
        ) from error
    return huggingface_hub


def _said(library: Any, error: Exception) -> str:
    """Return the first line of an error, without the token."""
    said = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
    token = library.get_token()
    return said.replace(token, "***") if token else said
