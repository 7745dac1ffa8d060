// The one place that knows how the library is called.
import htmx from "htmx.org";

// fetchInto asks for url and lets the answer's own <hx-partial>s say where they go.
export const fetchPartials = (url) => htmx.ajax("GET", url, { swap: "none" });

// refresh asks for url again and morphs the one region of it.
export const refresh = (url, region) => htmx.ajax("GET", url, { target: region, select: region, swap: "outerMorph" });

// wire makes links and forms in nodes that were put in by hand work.
export const wire = (node) => htmx.process(node);
