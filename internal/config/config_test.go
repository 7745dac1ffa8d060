package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"renfort/internal/config"
)

func write(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestFlagsWinOverEnvironmentOverFile(t *testing.T) {
	dir := write(t, "listen = \":1111\"\nupload_max_mb = 7\nlog_level = \"debug\"\n")
	c, err := config.Load(dir, "", nil)
	if err != nil || c.Listen != ":1111" || c.UploadMax != 7 || c.DataDir != dir {
		t.Errorf("file: %+v, %v", c, err)
	}
	env := []string{"RENFORT_LISTEN=:2222", "RENFORT_UPLOAD_MAX_MB=8", "RENFORT_TRUSTED_PROXIES=10.0.0.1, 10.0.0.2", "PATH=/bin"}
	c, err = config.Load(dir, "", env)
	if err != nil || c.Listen != ":2222" || c.UploadMax != 8 || c.LogLevel != "debug" || len(c.TrustedProxies) != 2 {
		t.Errorf("environment: %+v, %v", c, err)
	}
	if c, err = config.Load(dir, ":3333", env); err != nil || c.Listen != ":3333" {
		t.Errorf("flags: %+v, %v", c, err)
	}
}

// OPS-022
func TestWhatIsWrongIsNamedWithItsLine(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		line int
		key  string
	}{
		"unknown key":   {"listen = \":8080\"\n\nlisten_port = 80\n", 3, "listen_port"},
		"wrong value":   {"\nlog_level = \"loud\"\n", 2, "log_level"},
		"out of range":  {"upload_max_mb = 0\n", 1, "upload_max_mb"},
		"no zone":       {"time_zone = \"Mars/Olympus\"\n", 1, "time_zone"},
		"no TOML":       {"listen = \":80\"\nthis is no TOML\n", 2, ""},
		"another base":  {"database_url = \"mysql://x/y\"\n", 1, "database_url"},
		"unknown table": {"[server]\nport = 1\n", 1, "server"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := config.Load(write(t, tt.text), "", nil)
			p, ok := errors.AsType[config.Problem](err)
			if !ok || p.Line != tt.line || tt.key != "" && p.Key != tt.key {
				t.Errorf("got %v (line %d), want line %d, key %s", err, p.Line, tt.line, tt.key)
			}
		})
	}
	if _, err := config.Load(t.TempDir(), "", []string{"RENFORT_UPLOAD_MAX_MB=many"}); err == nil {
		t.Error("a wrong environment was taken")
	}
}
