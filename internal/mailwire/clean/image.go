package clean

import (
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// RemoteClass marks an image that was not loaded; its address is in data-src.
const RemoteClass = "img-remote"

// image writes an image of ours, a placeholder for a remote one, or its
// description. Images of one dot, which only report that a mail was read, go.
func (r *rewriter) image(t html.Token) {
	source, remote, alt, width, height := "", "", "", "", ""
	for _, a := range t.Attr {
		switch a.Key {
		case "src":
			source = strings.TrimSpace(printable(a.Val, false))
		case "data-src": // of a placeholder that we wrote before
			remote = strings.TrimSpace(printable(a.Val, false))
		case "alt":
			alt = strings.TrimSpace(shortened(strings.NewReplacer("<", "", ">", "").Replace(printable(a.Val, false))))
		case "width":
			width = pixels(a.Val)
		case "height":
			height = pixels(a.Val)
		}
	}
	if source == "" {
		source = remote
	}
	size := attribute("width", width) + attribute("height", height) + ` alt="` + html.EscapeString(alt) + `"`
	if address, ok := r.source(source); ok {
		r.out.WriteString(`<img src="` + html.EscapeString(address) + `"` + size + ">")
		return
	}
	if isRemote(source) {
		if width != "0" && width != "1" && height != "0" && height != "1" {
			r.out.WriteString(`<img class="` + RemoteClass + `" data-src="` + html.EscapeString(source) + `"` + size + ">")
		}
		return
	}
	r.out.WriteString(html.EscapeString(alt))
}

func attribute(name, value string) string {
	if value == "" || value == "0" {
		return ""
	}
	return " " + name + `="` + value + `"`
}

// shortened keeps the first 300 characters.
func shortened(s string) string {
	if runes := []rune(s); len(runes) > 300 {
		return string(runes[:300])
	}
	return s
}

// pixels is a plain number of at most four digits, "" for anything else.
func pixels(raw string) string {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(raw), "px"))
	if err != nil || n < 0 || n > 9999 {
		return ""
	}
	return strconv.Itoa(n)
}

// source is the address from which a page of ours may load the image.
func (r *rewriter) source(raw string) (string, bool) {
	lower := strings.ToLower(raw[:min(len(raw), 5)])
	switch {
	case strings.HasPrefix(lower, "cid:") && r.o.CID != nil:
		id := raw[len("cid:"):]
		if plain, err := url.PathUnescape(id); err == nil {
			id = plain
		}
		return ours(r.o.CID(strings.Trim(id, "<>")))
	case strings.HasPrefix(lower, "data:") && r.o.Data != nil:
		if kind, content, ok := dataImage(raw); ok {
			return ours(r.o.Data(kind, content))
		}
	case r.isOwn(raw) && len(raw) <= maxAddress:
		return raw, true
	}
	return "", false
}

// ours keeps an address only when it is one of this product.
func ours(address string, ok bool) (string, bool) { return address, ok && isLocalPath(address) }

// dataImage reads data:image/png;base64,… of the kinds that cannot hold a script.
func dataImage(raw string) (kind string, content []byte, ok bool) {
	head, body, found := strings.Cut(raw[len("data:"):], ",")
	kind, encoding, _ := strings.Cut(strings.ToLower(head), ";")
	if !found || !strings.HasSuffix(encoding, "base64") || !set("image/png", "image/jpeg", "image/gif", "image/webp")[kind] {
		return "", nil, false
	}
	body = strings.TrimRight(strings.Join(strings.Fields(body), ""), "=")
	content, err := base64.RawStdEncoding.DecodeString(body)
	return kind, content, err == nil && len(content) > 0
}

func isRemote(raw string) bool {
	u, err := url.Parse(raw)
	return err == nil && (strings.EqualFold(u.Scheme, "http") || strings.EqualFold(u.Scheme, "https")) && u.Host != "" && len(raw) <= maxAddress
}
