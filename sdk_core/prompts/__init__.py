"""Prompt templates: where they come from and how they become messages."""

from sdk_core.prompts.library import Prompt, PromptLibrary, RenderedPrompt

__all__ = ["Prompt", "PromptLibrary", "RenderedPrompt"]
