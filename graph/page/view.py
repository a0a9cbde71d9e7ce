"""The interactive page: one HTML file that opens offline, without any request to the outside.

pyvis builds the network; its page is not used, because it loads from outside addresses and takes text for markup. The
page is ours (`graph/page/browser/`), with vis-network out of the pyvis wheel (MIT or Apache 2.0, with its notice).
vis-network's style sheet is left out: it styles toolbars and pop-ups that the page does not have. Texts stand in the
page as JSON and reach the reader through `textContent` only; a Content-Security-Policy lets nothing run but our own
scripts, named by their hashes.
"""

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from graph.facts import GraphView
from graph.page.drawing import drawing
from graph.page.payload import payload
from graph.page.start import limited, start_address

#: In the order of their imports: each uses only what stands before it.
MODULES = (
    "dom.js",
    "state.js",
    "model.js",
    "paths.js",
    "filters.js",
    "facets.js",
    "rings.js",
    "scene.js",
    "search.js",
    "quotes.js",
    "labels.js",
    "names.js",
    "lines.js",
    "canvas.js",
    "cursor.js",
    "sections.js",
    "choices.js",
    "ranges.js",
    "legend.js",
    "panel.js",
    "facts.js",
    "csv.js",
    "saving.js",
    "table.js",
    "image.js",
    "finder.js",
    "bar.js",
    "stage.js",
    "address.js",
    "page.js",
)
VIS_NETWORK = "lib/vis-9.1.2/vis-network.min.js"

_IMPORT = re.compile(r"^import \{([^}]*)\} from \"\./(\w+)\.js\";", re.MULTILINE)
_EXPORT = re.compile(r"^export (?:async )?(?:function|const|class) (\w+)", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?=(?:async )?(?:function|const|class)\b)", re.MULTILINE)
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_SOURCE_MAP = re.compile(r"\n//# sourceMappingURL=\S*")
_UNSAFE = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def write_page(view: GraphView, path: Path, *, title: str) -> None:
    """Writes the page of a graph to one UTF-8 file; the same graph and title give the same bytes."""
    path.write_bytes(page_html(view, title=title).encode("utf-8"))


def page_html(
    view: GraphView,
    *,
    title: str,
    focus: str | None = None,
    steps: int = 1,
    filters: Sequence[str] = (),
    limit: int | None = None,
) -> str:
    """The page of a graph as HTML text, for a file or for the `srcdoc` of a frame.

    Args:
        view: the graph.
        title: what stands at the head of the page.
        focus: a name or id; the page opens with this thing and what is around it.
        steps: how far around, 1 or 2.
        filters: what the page opens with, like "type=Country" or "year=2019-2021"; see `graph.page.start`.
        limit: at most so many names are in the page, the weightiest or those next to the focus; it says so.

    Raises:
        InputError: a focus or filter that the graph does not know.
    """
    start = start_address(view, focus=focus, steps=steps, filters=filters)
    kept = limited(view, limit, focus=focus) if limit is not None else view
    left = {"entities": len(view.nodes) - len(kept.nodes), "facts": _facts(view) - _facts(kept)}
    style = _own("page.css")
    vis = _SOURCE_MAP.sub("", files("pyvis").joinpath(VIS_NETWORK).read_text(encoding="utf-8"))
    script = bundle({name: _own(name) for name in MODULES})
    slots = {
        "title": html.escape(title),
        "policy": _policy(scripts=(vis, script), styles=(style,)),
        "style": style,
        "vis": vis,
        "script": script,
        "data": to_safe_json({**payload(kept, title), "network": drawing(kept), "start": start, "left": left}),
    }
    # One pass, so that a text which looks like a slot is not filled.
    return _SLOT.sub(lambda slot: slots[slot[1]], _own("template.html"))


def title_of(view: GraphView) -> str:
    """What stands at the head of a page where nobody gives it a title: that of the one text, or how many there are."""
    titles = [document.title or document.id for document in view.documents]
    return titles[0] if len(titles) == 1 else f"Knowledge graph of {len(titles)} texts"


def _facts(view: GraphView) -> int:
    return len(view.edges) + len(view.denied)


def bundle(modules: Mapping[str, str]) -> str:
    r"""Several JavaScript modules as one script: each in a scope of its own, and known to those after it as `$name`.

    An import takes from what a module gave back; modules have to stand in the order of their imports.

    >>> print(bundle({"a.js": "export const one = 1;", "b.js": 'import { one } from "./a.js";\nalert(one);'}))
    const $a = (() => {
    const one = 1;
    return { one };
    })();
    const $b = (() => {
    const { one } = $a;
    alert(one);
    return {  };
    })();
    """
    return "\n".join(_scoped(name.removesuffix(".js"), text) for name, text in modules.items())


def _scoped(name: str, text: str) -> str:
    given = ", ".join(_EXPORT.findall(text))
    inner = _EXPORTED.sub("", _IMPORT.sub(r"const {\1} = $\2;", text)).strip()
    return f"const ${name} = (() => {{\n{inner}\nreturn {{ {given} }};\n}})();"


def to_safe_json(value: object) -> str:
    """A value as JSON that may stand inside an HTML `script` element: no sign in it can begin markup.

    >>> json.loads(to_safe_json("</script>")), "<" in to_safe_json("</script>")
    ('</script>', False)
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign, escape in _UNSAFE.items():  # many times as fast as `translate`, and a page may have 60 megabytes
        text = text.replace(sign, escape)
    return text


def _own(name: str) -> str:
    return files("graph").joinpath("page", "browser", name).read_text(encoding="utf-8")


def _policy(*, scripts: Sequence[str], styles: Sequence[str]) -> str:
    return (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts))}; style-src {' '.join(map(_hash, styles))}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"
