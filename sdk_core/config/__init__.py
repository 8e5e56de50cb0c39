"""Configuration: what may be set, and who set it."""

from sdk_core.config.layers import LoadedConfig, load_config
from sdk_core.config.schema import Config, PromptOverride

__all__ = ["Config", "LoadedConfig", "PromptOverride", "load_config"]
