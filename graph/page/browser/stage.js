// The picture with its tools: keys that walk over it, zoom, and downloads.

import { spoken } from "./bar.js";
import { next } from "./cursor.js";
import { byId, counted } from "./dom.js";
import { pngOf, svgOf } from "./image.js";
import { fileName, save } from "./saving.js";

/**
 * @typedef {import("./canvas.js").Picture} Picture
 * @typedef {import("./scene.js").Key} Key
 */

/** Nodes drawn smaller than this are as hard to point at as to see: the arrow keys pass the smallest last. */
const EDGE = 4;

/**
 * Lets the keyboard do what the pointer does.
 * @param {Picture} picture
 * @param {{onNode: (key: Key) => void, onOpen: (key: Key) => void}} reactions
 */
export function walk(picture, { onNode, onOpen }) {
  const element = byId("network");
  element.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith("Arrow")) step(picture, event.key);
    else if (event.key === "+" || event.key === "=") picture.zoom(1.4);
    else if (event.key === "-") picture.zoom(1 / 1.4);
    else if (event.key === "0") picture.fit();
    else if (event.key === "Enter" && picture.cursor !== null) (typeof picture.cursor === "string" ? onOpen : onNode)(picture.cursor);
    else if (event.key === " " && picture.cursor !== null) onNode(picture.cursor);
    else return;
    event.preventDefault();
  });
  element.addEventListener("blur", () => {
    picture.cursor = null;
    picture.view.redraw();
  });
}

/**
 * @param {Picture} picture
 * @param {string} arrow
 */
function step(picture, arrow) {
  const places = picture.names.byWeight.flatMap((key) => {
    const spot = picture.scene.spots.get(key);
    return spot && spot.radius >= EDGE ? [{ key, x: spot.x, y: spot.y }] : [];
  });
  const to = next(places, picture.cursor ?? picture.selection.node, arrow);
  if (to === null || !picture.shown) return;
  picture.point(to);
  byId("said").textContent = spoken(picture.model, picture.shown, picture.scene, to).join(", ");
}

/**
 * The zoom and download buttons.
 * @param {Picture} picture
 */
export function tools(picture) {
  const { model } = picture;
  const texts = [counted(model.sources.length, "text"), model.years()].filter(Boolean).join(" · ");
  const counts = () => `${byId("status").textContent} · ${texts}`;
  const svg = () => svgOf(picture, counts());
  byId("zoom-in").addEventListener("click", () => picture.zoom(1.4));
  byId("zoom-out").addEventListener("click", () => picture.zoom(1 / 1.4));
  byId("zoom-fit").addEventListener("click", () => picture.fit());
  byId("save-svg").addEventListener("click", () => save(fileName(model.title, ".svg"), new Blob([svg()], { type: "image/svg+xml" })));
  byId("save-png").addEventListener("click", async () => save(fileName(model.title, ".png"), await pngOf(svg())));
}
