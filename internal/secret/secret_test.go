package secret_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"renfort/internal/secret"
)

// GEN-051
func TestSealedTextOpensOnlyInItsPlaceAndInstallation(t *testing.T) {
	dir := t.TempDir()
	b, err := secret.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	sealed := b.Seal("mailbox", "pa55word")
	if strings.Contains(sealed, "pa55word") {
		t.Fatal("the text shows")
	}
	again, err := secret.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Unseal("mailbox", sealed); err != nil || got != "pa55word" {
		t.Errorf("after a restart: %q, %v", got, err)
	}
	if _, err := b.Unseal("ldap", sealed); err == nil {
		t.Error("opened for another purpose")
	}
	other, err := secret.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Unseal("mailbox", sealed); err == nil {
		t.Error("opened by another installation")
	}
	for _, bad := range []string{"", "plain", "sealed:1:", "sealed:1:%%%", sealed[:len(sealed)-2]} {
		if _, err := b.Unseal("mailbox", bad); err == nil {
			t.Errorf("%q was opened", bad)
		}
	}
	info, err := os.Stat(filepath.Join(dir, "secret.key"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file: %v, %v", info.Mode(), err) // OPS-033
	}
}
