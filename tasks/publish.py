"""Make the student bundle: a folder that can be a repository of its own, and a zip.

It holds the released lessons, the package they import, what Binder needs, a start page
and a README for students. Before anything is written, every file of it is read, to
prove that no solution, no hidden test and nothing of the instructor's is in it.
"""

import argparse
import contextlib
import hashlib
import io
import re
import shutil
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

from tasks import checks, facts, lessons
from tasks.student import leaks

PARTS = ("release", "smallnets", "binder", "LICENSE")
TEMPLATES = Path(__file__).parent / "student"
START = "START.ipynb"
SUMS = "SHA256SUMS"
IGNORED = "__pycache__/\n.ipynb_checkpoints/\n.venv/\n"
ATTRIBUTES = "* -text\n"  # git changes no line ending, so that SHA256SUMS holds everywhere
PLACEHOLDER = "OWNER/NAME"
LONGEST_PATH = 150  # Windows allows 260 characters, with all folders above
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
MADE_HERE = b"Made by course.py publish"  # comment of the zip


class Refused(Exception):
    """Nothing was written; the text says why, one reason a line."""


def publish(folder, repository=PLACEHOLDER, tag="HEAD", packed=None, course=lessons.COURSE):
    """Make the bundle in a folder, which is new, empty or an earlier bundle.

    Parameters
    ----------
    folder : str or Path
        Outside of the course. A ``.git`` in it is left alone.
    repository : str
        GitHub's ``OWNER/NAME`` for the badge links.
    tag : str
        What Binder shall build: a tag, branch or commit.
    packed : Path, optional
        Also write the bundle as a zip there.

    Returns
    -------
    (Proof, Secrets)
        What was read in the bundle, and what was looked for.

    Raises
    ------
    Refused
        If the folder or the zip is something else, or the bundle holds what it must not.
    """
    folder, course = Path(folder).resolve(), Path(course)
    check_place(folder, course)
    if packed and packed.exists() and not _is_our_zip(packed):
        raise Refused(f"{packed} was not made by publish: move it away first.")
    with tempfile.TemporaryDirectory() as scratch:
        staged = Path(scratch) / "bundle"
        _build(staged, repository, tag, course)
        secrets = leaks.secrets_of(course)
        proof = leaks.prove(staged, secrets)
        if faults := [*proof.leaks, *unportable(staged)]:
            raise Refused("\n".join(faults))
        replace(folder, staged)
        if packed:
            _write_zip(staged, packed)
    return proof, secrets


def unportable(folder):
    """Sentences on what keeps a file from Windows or macOS; none when all is well."""
    seen = {}
    for path in leaks.files_below(folder):
        where = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield f"{where}: is a symbolic link"
        elif path.suffix != ".npz" and b"\r" in path.read_bytes():
            yield f"{where}: has line endings of Windows"
        if len(where) >= LONGEST_PATH:
            yield f"{where}: has {len(where)} characters, {LONGEST_PATH - 1} are allowed"
        for part in where.split("/"):
            if not re.fullmatch(r"[\w.-]*[\w-]", part, re.ASCII) or RESERVED.fullmatch(part):
                yield f"{where}: {part!r} is no name that every system takes"
        twin = seen.setdefault(where.casefold(), where)
        if twin != where:
            yield f"{where}: differs from {twin} in case only"


def check_place(folder, course):
    """Refuse a folder inside of the course, and one with a file that SHA256SUMS does not list."""
    if folder.is_relative_to(course.resolve()):
        raise Refused(f"{folder} lies inside the course: choose a folder beside it.")
    if folder.exists() and not folder.is_dir():
        raise Refused(f"{folder} is a file.")
    listed = _listed_sums(folder)
    for path in leaks.files_below(folder):
        where = path.relative_to(folder).as_posix()
        if where != SUMS and (path.is_symlink() or listed.get(where) != _digest(path)):
            raise Refused(
                f"{folder} holds {where}, which was not made here, or which was changed "
                "since. Move it away, or choose another folder."
            )


def _listed_sums(folder):
    """Digests by path of an earlier bundle; empty where there is none."""
    if not (folder / SUMS).is_file():
        return {}
    rows = (folder / SUMS).read_text(encoding="utf-8", errors="replace").splitlines()
    return {where: digest for digest, _, where in (row.partition("  ") for row in rows)}


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _build(staged, repository, tag, course):
    for path in _handed_out(course):
        _write(staged / path.relative_to(course), path.read_bytes())
    (staged / "binder" / START).rename(staged / START)
    link = f"https://mybinder.org/v2/gh/{repository}/{tag}?urlpath=lab/tree/"
    _write(staged / "README.md", _readme(link, course).encode())
    _write(staged / "pyproject.toml", _package(course).encode())
    _write(staged / ".gitignore", IGNORED.encode())
    _write(staged / ".gitattributes", ATTRIBUTES.encode())
    write_sums(staged)


def write_sums(folder):
    """List a folder's files with their digests, so that a later run knows them as made here."""
    rows = [
        f"{_digest(path)}  {path.relative_to(folder).as_posix()}\n"
        for path in leaks.files_below(folder)
    ]
    _write(folder / SUMS, "".join(rows).encode())


def _handed_out(course):
    for part in PARTS:
        for path in [course / part] if part == "LICENSE" else leaks.files_below(course / part):
            if not {"__pycache__", ".ipynb_checkpoints", ".DS_Store"} & set(path.parts):
                yield path


def _write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    # A checkout on Windows may have given text its own line endings.
    path.write_bytes(data if path.suffix == ".npz" else data.replace(b"\r\n", b"\n"))
    path.chmod(0o755 if _is_script(data) else 0o644)


def _is_script(data):
    return data.startswith(b"#!")


def _readme(link, course):
    rows = ["| Lesson | Minutes | Points | In the browser |", "| --- | ---: | ---: | --- |"]
    every = facts.all_facts(course)
    for each in every:
        path = f"release/{each.name}/{each.name}.ipynb"
        rows.append(
            f"| [{each.number}. {each.question}]({path}) | {each.minutes} | {each.points} | "
            f"[lesson {each.number} on Binder]({link}{path}) |"
        )
    template = (TEMPLATES / "README.md").read_text(encoding="utf-8")
    return template.format(binder=link, count=len(every), lessons="\n".join(rows))


def _package(course):
    """The pyproject of the bundle: the course's, with only what students need."""
    project = tomllib.loads((course / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["student"]]
    return (
        (TEMPLATES / "package.toml")
        .read_text(encoding="utf-8")
        .format(
            name=project["name"],
            version=project["version"],
            description=project["description"],
            python=project["requires-python"],
            dependencies="\n".join(f'    "{each}",' for each in needed),
        )
    )


def replace(folder, staged):
    """Put what was made into its folder; the list of files goes last and comes first."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in leaks.files_below(folder):
        if path != folder / SUMS:
            path.unlink()
    for part in folder.iterdir():
        if part.name != ".git" and part.is_dir():
            shutil.rmtree(part)  # empty folders
    shutil.copy(staged / SUMS, folder)
    shutil.copytree(staged, folder, dirs_exist_ok=True)


def _write_zip(folder, path):
    """Pack a bundle; the same bundle gives the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = MADE_HERE
        for file in leaks.files_below(folder):
            data = file.read_bytes()
            entry = zipfile.ZipInfo(f"small-nets/{file.relative_to(folder).as_posix()}")
            entry.create_system = 3  # whose modes are those of Unix, wherever this runs
            entry.external_attr = (0o755 if _is_script(data) else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)


def _is_our_zip(path):
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.comment == MADE_HERE
    except (OSError, zipfile.BadZipFile):
        return False


def _repository(text):
    if not re.fullmatch(r"[\w.-]+/[\w.-]+", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form OWNER/NAME")
    return text


def _tag(text):
    if not re.fullmatch(r"[\w./-]+", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is no tag that a link can hold")
    return text


def add_place_on_github(parser):
    """Let a parser take where students' repository is: what links to Binder are made of."""
    parser.add_argument(
        "--repository",
        type=_repository,
        default=PLACEHOLDER,
        help="OWNER/NAME on GitHub, for the links to Binder",
    )
    parser.add_argument(
        "--tag",
        type=_tag,
        default="HEAD",
        help="tag, branch or commit that Binder shall build (default: HEAD)",
    )


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="course.py publish",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "folder",
        type=Path,
        help="new, empty, or an earlier bundle; seen from "
        "the course's folder, such as ../small-nets-student",
    )
    parser.add_argument("--zip", action="store_true", help="also write FOLDER.zip beside it")
    add_place_on_github(parser)
    options = parser.parse_args(arguments)
    folder = options.folder.resolve()
    packed = folder.with_name(folder.name + ".zip") if options.zip else None
    try:
        check_release()
        proof, secrets = publish(folder, options.repository, options.tag, packed)
    except Refused as refusal:
        for line in str(refusal).splitlines():
            print(f"course.py publish: {line}", file=sys.stderr)
        return 2
    print(f"{folder}\n    the bundle: {proof.files} files, {proof.size / 1e6:.1f} MB")
    if packed:
        print(f"{packed}\n    the same, packed: {packed.stat().st_size / 1e6:.1f} MB")
    print_proof(proof, secrets)
    if options.repository == PLACEHOLDER:
        print(f"\nThe links of README.md still say {PLACEHOLDER}: give --repository to fill them.")
    return 0


def check_release():
    """The release is what grading will expect: an old one would cost students points."""
    with contextlib.redirect_stderr(io.StringIO()):  # nbgrader's log
        if faults := list(checks.release_is_current(lessons.COURSE)):
            raise Refused("\n".join(faults))


def print_proof(proof, secrets):
    kinds = secrets.count()
    print(f"\nEvery file was read to its end ({proof.files} files). Looked for, and not found:")
    for kind in sorted(kinds):
        print(f"{kinds[kind]:8,} lines of a {kind}")
    print(
        f"{len(secrets.runs):8,} stretches of instructor's code\n"
        "         nbgrader's markers, outputs, gradebooks, imports and names of "
        "instructor's files"
    )


if __name__ == "__main__":
    sys.exit(main())
