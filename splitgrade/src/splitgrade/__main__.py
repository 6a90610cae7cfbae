"""``python -m splitgrade``: the same as the command ``splitgrade``."""

import sys

from splitgrade.commands import main

if __name__ == "__main__":
    sys.exit(main())
