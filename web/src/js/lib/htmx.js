// The one place that knows how the library is called. What is asked here, nobody asked for: the header keeps
// it from counting as a person's activity.
import htmx from "htmx.org";

const headers = { "X-Background": "1" };

// fetchPartials asks for url and lets the answer's own <hx-partial>s say where they go.
export const fetchPartials = (url) => htmx.ajax("GET", url, { swap: "none", headers });

// refresh asks for url again and morphs the one region of it.
export const refresh = (url, region) => htmx.ajax("GET", url, { target: region, select: region, swap: "outerMorph", headers });
