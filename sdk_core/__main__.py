"""Run the command line as ``python -m sdk_core``."""

from sdk_core.cli import main

if __name__ == "__main__":
    main()
