"""Uploads finished datasets to the Hugging Face Hub."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

from sdk_core.errors import BackendFailure, MissingDependency, MissingKey, UsageError
from sdk_core.export.request import HubTarget

_MESSAGE = "Upload with synthetic-data-kit"


def require(push: HubTarget) -> None:
    """Make sure that an upload can be tried, before anything is made for it.

    Raises:
        MissingDependency: The package for it is not installed.
        MissingKey: There is no token.
        UsageError: The name is no repository's.
    """
    library = _library()
    try:
        library.utils.validate_repo_id(push.repo)
    except library.errors.HFValidationError as error:
        raise UsageError(
            f"--push-to-hub {push.repo!r} is no repository", hint="write it as user/name"
        ) from error
    if not library.get_token():
        raise MissingKey(
            "--push-to-hub needs a token of the Hugging Face Hub",
            hint="set HF_TOKEN, or log in with: hf auth login",
        )


def upload(folder: Path, push: HubTarget) -> str:
    """Upload a folder as a dataset and return its address.

    Args:
        folder: The dataset, complete.
        push: Where it goes.

    Raises:
        BackendFailure: The Hub refused it or cannot be reached; the folder stays as it is.
    """
    library = _library()
    # Its errors have those of whichever HTTP library it is built on as bases.
    transport = library.errors.HfHubHTTPError.__bases__
    try:
        api = library.HfApi()
        made = api.create_repo(
            push.repo, repo_type="dataset", private=push.private or None, exist_ok=True
        )
        api.upload_folder(
            repo_id=made.repo_id, folder_path=folder, repo_type="dataset", commit_message=_MESSAGE
        )
    except (*transport, OSError, ValueError, RuntimeError) as error:
        again = f"hf upload {push.repo} {shlex.quote(str(folder))} --repo-type dataset"
        raise BackendFailure(
            f"{push.repo} was not uploaded: {_said(library, error)}",
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
