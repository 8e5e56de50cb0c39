"""Configuration: what may be set, and who set it."""

from sdk_core.config.layers import LoadedConfig, load_config
from sdk_core.config.schema import Config, PromptOverride
from sdk_core.config.yamlfile import ConfigFile

__all__ = ["Config", "ConfigFile", "LoadedConfig", "PromptOverride", "load_config"]
