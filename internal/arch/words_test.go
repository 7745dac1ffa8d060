package arch

import (
	"testing"

	"renfort/internal/i18n"
	"renfort/internal/i18n/i18ntest"
)

// GEN-001
func TestFourCataloguesSayTheSame(t *testing.T) {
	i18ntest.CheckCatalogues(t, i18n.Features()...)
}
