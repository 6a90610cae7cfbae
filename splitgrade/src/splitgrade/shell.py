"""Runs cells as a notebook would and keeps what they show; used on both sides."""

from __future__ import annotations

import sys
import types

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from splitgrade.outputs import Outputs


class _Stream:
    """Stands for sys.stdout or sys.stderr."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, shell, name):
        self._shell, self.name = shell, f"<{name}>"
        self._kind = name

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self._shell.outputs.text(self._kind, text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def isatty(self):
        return False

    def writable(self):
        return True

    def fileno(self):
        # The real one leads nowhere; a library that writes to it does no harm.
        return 1 if self._kind == "stdout" else 2


class _Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, source=None, **_):
        self.shell.keeper.outputs.data("display_data", data, metadata)


class _Hook(DisplayHook):
    """Keeps a cell's result instead of printing it."""

    def start_displayhook(self):
        pass

    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        keeper = self.shell.keeper  # type: ignore[union-attr]
        keeper.outputs.data("execute_result", format_dict, md_dict, execution_count=keeper.count)

    def finish_displayhook(self):
        pass


class _Interpreter(InteractiveShell):
    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Hook)
    keeper: Shell

    def enable_gui(self, gui=None):
        pass

    def enable_matplotlib(self, gui=None):
        return super().enable_matplotlib("inline")  # no window, no widget: nobody looks

    def ask_exit(self):
        pass  # exit() in a cell ends the cell's notebook elsewhere, and nothing here

    def _showtraceback(self, etype, evalue, stb):
        self.keeper.outputs.error(etype.__name__, _words(evalue), list(stb))


class Shell:
    """An IPython interpreter with a namespace of its own.

    Attributes
    ----------
    outputs : Outputs
        What was shown since it was last replaced.
    namespace : dict
    count : int
        Cells run so far.
    """

    def __init__(self) -> None:
        config = Config()
        config.HistoryManager.enabled = False
        config.InteractiveShell.colors = "NoColor"
        config.InteractiveShell.cache_size = 0
        main = types.ModuleType("__main__")
        sys.modules["__main__"] = main
        _Interpreter.keeper = self
        self.outputs, self.count = Outputs(), 0
        self._shell = _Interpreter.instance(config=config, user_module=main)
        self.namespace = self._shell.user_ns
        sys.stdout, sys.stderr = _Stream(self, "stdout"), _Stream(self, "stderr")

    def run(self, source: str) -> BaseException | None:
        """Run one cell; returns its error or None. Shown things go to ``outputs``."""
        self.count += 1
        result = self._shell.run_cell(source, store_history=True)
        return result.error_before_exec or result.error_in_exec

    def plain_python(self, source: str) -> str:
        """The cell with its magics turned into calls, as it will be compiled."""
        return self._shell.transform_cell(source)


def _words(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:
        return "(its message could not be made)"
