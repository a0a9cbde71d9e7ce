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
from graph.names import spelled
from graph.page.drawing import drawing
from graph.page.payload import Json, payload
from graph.page.selection import Part, part_of
from graph.page.start import limited, start_address
from graph.readable import Readable
from ontology.namespaces import Namespaces

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


def write_page(graph: GraphView | Part, path: Path, *, title: str) -> None:
    """Writes the page of a graph to one UTF-8 file; the same graph and title give the same bytes."""
    path.write_bytes(page_html(graph, title=title).encode("utf-8"))


def page_html(
    graph: GraphView | Part,
    *,
    title: str,
    focus: str | None = None,
    steps: int = 1,
    filters: Sequence[str] = (),
    limit: int | None = None,
) -> str:
    """The page of a graph as HTML text, for a file or for the `srcdoc` of a frame.

    Args:
        graph: the graph, or the part of it that `part_of` chose from a store.
        title: what stands at the head of the page.
        focus: a name or id; the page opens with this thing and what is around it.
        steps: how far around, 1 or 2.
        filters: what the page opens with, like "type=Country" or "year=2019-2021"; see `graph.page.start`.
        limit: at most so many names are in the page, the weightiest or those next to the focus; it says so.

    Raises:
        InputError: a focus or filter that the graph does not know.
    """
    part = graph if isinstance(graph, Part) else Part(view=graph)
    start = start_address(part.view, focus=focus, steps=steps, filters=filters)
    kept = part.narrowed(limited(part.view, limit, focus=focus)) if limit is not None else part
    style = _own("page.css")
    vis = _SOURCE_MAP.sub("", files("pyvis").joinpath(VIS_NETWORK).read_text(encoding="utf-8"))
    script = bundle({name: _own(name) for name in MODULES})
    slots = {
        "title": html.escape(title),
        "policy": _policy(scripts=(vis, script), styles=(style,)),
        "style": style,
        "vis": vis,
        "script": script,
        "data": to_safe_json(_data(kept, title) | {"start": start, "left": kept.left}),
    }
    # One pass, so that a text which looks like a slot is not filled.
    return _SLOT.sub(lambda slot: slots[slot[1]], _own("template.html"))


def page_of(
    store: Readable,
    namespaces: Namespaces,
    *,
    focus: str | None = None,
    steps: int = 1,
    filters: Sequence[str] = (),
    limit: int | None = None,
) -> str:
    """The page of the graph in a store: of all of it, or of the part that is nearest to the focus, else weightiest.

    The choices are those of `page_html`.

    Raises:
        GraphError: the store breaks the contract of the output.
        InputError: a focus or filter that the part does not know.
    """
    known = spelled(store, namespaces, focus) if focus is not None else None
    part = part_of(store, namespaces, limit=limit, focus=known.iri if known else "")
    about = known.id if known else focus
    return page_html(part, title=title_of(part), focus=about, steps=steps, filters=filters, limit=limit)


def title_of(graph: GraphView | Part) -> str:
    """What stands at the head of a page where nobody gives it a title: that of the one text, or how many there are."""
    part = graph if isinstance(graph, Part) else Part(view=graph)
    titles = [document.title or document.id for document in part.view.documents]
    return titles[0] if part.texts == 1 else f"Knowledge graph of {part.texts:,} texts"


def _data(part: Part, title: str) -> Json:
    return {**payload(part.view, title), "network": drawing(part.view)}


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
