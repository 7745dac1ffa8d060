package i18n

import "embed"

//go:embed locales/*.po
var locales embed.FS

var _ = Register("i18n", locales)
