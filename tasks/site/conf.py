"""How Sphinx makes the site: read by Sphinx alone, in the environment of the site."""

import json
import os
import shutil
from importlib.util import find_spec
from pathlib import Path

FACTS = json.loads(os.environ["SMALL_NETS_SITE"])
MATHJAX = Path(find_spec("sphinx-mathjax-offline").origin).parent / "static" / "mathjax"
# One file with all that TeX needs, and its fonts; the rest would be 20 MB that no page asks for.
MATHJAX_PARTS = ("tex-chtml.js", "output/chtml/fonts")

project = "Small Nets"
author = FACTS["authors"]
project_copyright = f"{FACTS['date'][:4]}, {author}, {FACTS['license']} licence"
version = release = FACTS["version"]
language = "en"
suppress_warnings = ["misc.highlighting_failure"]  # a table in CSV has no colours

extensions = ["myst_nb", "sphinx_copybutton", "sphinx.ext.githubpages"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 3
# In a notebook these are plain text.
myst_disable_syntax = ["myst_block_break", "myst_line_comment", "myst_role", "myst_target"]
nb_execution_mode = "off"
nb_ipywidgets_js = {}
mathjax_path = "mathjax/tex-chtml.js"
mathjax4_config = {"options": {"enableMenu": False}}  # its parts would have to be there
copybutton_selector = "div.cell_input pre, div.highlight-bash pre"

html_theme = "sphinx_book_theme"
html_title = "Small Nets"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_extra_path = [FACTS["extra"]]
html_use_index = False
html_copy_source = False  # the pages' sources are notebooks with outputs
html_context = {"default_mode": "auto"}  # as the system has it, until the reader chooses
html_theme_options = {
    "home_page_in_toc": True,
    "navbar_persistent": [],  # the search is in the sidebar
    "show_toc_level": 2,
    "use_download_button": False,
    "use_fullscreen_button": False,
    "extra_footer": f"<p>Version {release}, {FACTS['date']}.</p>",
}


def copy_mathjax(app):
    for part in MATHJAX_PARTS:
        target = Path(app.outdir, "_static", "mathjax", part)
        copy = shutil.copytree if (MATHJAX / part).is_dir() else shutil.copy
        target.parent.mkdir(parents=True, exist_ok=True)
        copy(MATHJAX / part, target)


def setup(app):
    app.connect("builder-inited", copy_mathjax)
