"""A registration module without a hook."""
