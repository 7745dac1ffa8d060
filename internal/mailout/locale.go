package mailout

import (
	"embed"

	"renfort/internal/i18n"
)

//go:embed locales/*.po
var locales embed.FS

var _ = i18n.Register("mailout", locales)
